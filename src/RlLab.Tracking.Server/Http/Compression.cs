using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace RlLab.Tracking.Server.Http;

/// <summary>Which replies are compressed, where the client takes it: all text, and no artifact that is compressed already.</summary>
/// <remarks>A range of a file is never compressed, so that its bytes are those that were asked for.</remarks>
internal static class Compression
{
    private static readonly string[] Types =
    [
        "application/json", "application/xml", "image/svg+xml", "text/css", "text/csv", "text/html", "text/javascript", "text/markdown", "text/plain",
        "text/xml",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            options.MimeTypes = Types;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        })
        .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal)
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
}
