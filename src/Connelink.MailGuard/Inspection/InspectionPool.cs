namespace Connelink.MailGuard.Inspection;

/// <summary>Inspections for messages on their way: one costs some KiB, so a session has one only while mail data comes. Safe for all threads.</summary>
public sealed class InspectionPool
{
    /// <summary>More than so many messages at once are rare; what they used goes back to the runtime.</summary>
    private const int Kept = 128;

    private readonly Lock _lock = new();
    private readonly Stack<MessageInspection> _free = new();

    public MessageInspection Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var free)) return free;
        }
        return new MessageInspection();
    }

    /// <summary>Takes back one that was completed, or breaks it off.</summary>
    public void Return(MessageInspection inspection)
    {
        inspection.Abandon();
        lock (_lock)
        {
            if (_free.Count < Kept) _free.Push(inspection);
        }
    }
}
