using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes tensors as text: one line of facts, and but for the metadata style the elements, cut in the middle where there are many.</summary>
internal sealed class TensorPrinter(TensorStringStyle style, string format, CultureInfo culture, string newLine)
{
    private const int Edge = 3, LongestWhole = 12;

    public string Print(Tensor tensor)
    {
        var text = new StringBuilder(Facts(tensor));
        if (style == TensorStringStyle.Metadata) return text.ToString();
        using var own = tensor.OnCuda ? tensor.cpu().DetachFromDisposeScope() : null;
        tensor = own ?? tensor;
        if (style == TensorStringStyle.Numpy) text.Clear();
        else text.Append(tensor.ndim == 0 ? ", value = " : newLine);
        var (open, close) = style == TensorStringStyle.CSharp ? ("{", "}") : ("[", "]");
        if (style == TensorStringStyle.Julia && tensor.ndim is 1 or 2) Rows(tensor, text);
        else Nested(tensor, text, open, close, 0);
        return text.ToString();
    }

    private static string Facts(Tensor tensor) =>
        $"[{string.Join("x", tensor.layout.Sizes)}], type = {tensor.element}, device = {tensor.device}";

    /// <summary>A matrix row by row, columns aligned.</summary>
    private void Rows(Tensor tensor, StringBuilder text)
    {
        var vector = tensor.ndim == 1;
        var rows = vector ? 1 : tensor.layout.Sizes[0];
        foreach (var i in Shown(rows))
        {
            if (i < 0)
            {
                text.Append(" ...").Append(newLine);
                continue;
            }
            foreach (var j in Shown(tensor.layout.Sizes[^1]))
                text.Append(' ').Append(j < 0 ? "..." : Element(tensor, vector ? j : i * tensor.layout.Sizes[1] + j));
            text.Append(newLine);
        }
    }

    private void Nested(Tensor tensor, StringBuilder text, string open, string close, long start, int dim = 0)
    {
        if (dim == tensor.layout.Rank)
        {
            text.Append(Element(tensor, start));
            return;
        }
        long step = 1;
        for (var d = dim + 1; d < tensor.layout.Rank; d++) step *= tensor.layout.Sizes[d];
        var last = dim == tensor.layout.Rank - 1;
        text.Append(open);
        var first = true;
        var cut = false;
        foreach (var i in Shown(tensor.layout.Sizes[dim]))
        {
            if (!first) text.Append(last ? (cut ? " " : ", ") : (style == TensorStringStyle.Numpy ? "" : ",") + newLine + new string(' ', dim + 1));
            first = false;
            cut = i < 0;
            if (cut) text.Append("...");
            else Nested(tensor, text, open, close, start + i * step, dim + 1);
        }
        text.Append(close);
    }

    private static IEnumerable<long> Shown(long count)
    {
        for (long i = 0; i < count; i++)
        {
            if (count > LongestWhole && i == Edge)
            {
                yield return -1;
                i = count - Edge;
            }
            yield return i;
        }
    }

    private string Element(Tensor tensor, long index)
    {
        var number = tensor.NumberAt(tensor.OffsetOf(index));
        return number.Category switch
        {
            0 => number.IsZero ? "false" : "true",
            1 => number.ToInt64().ToString(culture),
            _ => number.ToDouble().ToString(format, culture),
        };
    }
}
