using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RlLab.Tracking;

/// <summary>Makes what sends the requests over the network: proxy, time-outs and whom to trust.</summary>
internal static class MlflowHandler
{
    /// <exception cref="MlflowSettingsException">A certificate's file cannot be read.</exception>
    public static SocketsHttpHandler Create(MlflowSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirected POST would arrive as a GET.
            AllowAutoRedirect = false,
            UseProxy = !settings.Address.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),

            // Shorter than uvicorn's 5 s: a request on a connection that the server is just closing would be lost.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        };
        if (settings.InsecureTls)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }

        if (settings.ServerCertificates is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = Read(authorities, Trust);
        }

        if (settings.ClientCertificate is { } own)
        {
            handler.SslOptions.ClientCertificates = [Read(own, path => X509Certificate2.CreateFromPemFile(path))];
        }

        return handler;
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new MlflowSettingsException($"{path} is not a file of certificates in PEM: {error.Message}", error);
        }
    }

    private static X509ChainPolicy Trust(string authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        foreach (var file in Directory.Exists(authorities) ? Directory.GetFiles(authorities) : [authorities])
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }

        return policy;
    }
}
