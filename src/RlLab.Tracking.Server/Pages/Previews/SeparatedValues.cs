using System.Text;

namespace RlLab.Tracking.Server.Pages;

/// <summary>Reads tables of separated values (RFC 4180): a quoted cell may hold separators, line breaks and doubled quotes.</summary>
internal static class SeparatedValues
{
    /// <summary>The rows of a text, one after the other.</summary>
    public static IEnumerable<IReadOnlyList<string>> Read(string text, char separator)
    {
        var (row, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (isQuoted)
            {
                if (character != '"')
                {
                    cell.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (character == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (character == separator)
            {
                Take();
            }
            else if (character == '\n')
            {
                Take();
                yield return row;
                row = [];
            }
            else if (character != '\r')
            {
                cell.Append(character);
            }
        }

        if (cell.Length > 0 || row.Count > 0)
        {
            Take();
            yield return row;
        }

        void Take()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }
    }
}
