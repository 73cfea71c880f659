// Appends to a journal until it is killed or the disk is full, and says on its output what was acknowledged: one number a line.
// Usage: JournalAppender JOURNAL PAYLOAD-BYTES [mapped]
using System.Buffers.Binary;
using RlLab.Journal;

using var writer = JournalWriter.Open(args[0], new JournalOptions { IsMapped = args is [_, _, "mapped"] });
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
var payload = new byte[int.Parse(args[1])];
for (var number = writer.Recovery.Records; ; number++)
{
    BinaryPrimitives.WriteInt64LittleEndian(payload, number);
    try
    {
        writer.Append(payload);
    }
    catch (JournalWriteException error)
    {
        output.WriteLine(error.Message);
        return 1;
    }

    output.WriteLine(number);
}
