using System.Threading.Channels;
using Connelink.MailGuard.Server.Check.Reading;

namespace Connelink.MailGuard.Server.Check;

/// <summary>Reads, judges on all cores, and hands out what was judged in the order of the files. Memory is bounded by a few batches.</summary>
internal sealed class CheckPipeline(CheckSettings settings, CheckOptions options)
{
    private static readonly int Workers = Environment.ProcessorCount;

    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>();
    private readonly Channel<Job> _order = Channel.CreateUnbounded<Job>();
    private readonly Channel<MessageBatch> _free = Channel.CreateUnbounded<MessageBatch>();
    private readonly List<UnreadableFile> _unreadable = [];
    private long _octets;

    /// <summary>Octets read so far.</summary>
    public long Octets => Volatile.Read(ref _octets);

    /// <summary>What could not be read. Complete when all was judged.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable => _unreadable;

    /// <summary>Files with a message at least.</summary>
    public int Files { get; private set; }

    /// <summary>Files in folders that do not look like mail.</summary>
    public int PassedOver { get; private set; }

    /// <summary>A batch of messages and what came of them.</summary>
    private sealed record Job(MessageBatch Batch)
    {
        public TaskCompletionSource<CheckedMessage[]> Judged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public async IAsyncEnumerable<CheckedMessage> RunAsync()
    {
        // One for each worker, one that is read, one that is handed out.
        for (var i = 0; i < Workers + 2; i++) _free.Writer.TryWrite(new MessageBatch(settings.Limits.MaxMessageOctets));
        var reading = Task.Run(ReadAsync);
        var judging = Enumerable.Range(0, Workers).Select(_ => Task.Run(JudgeAsync)).ToArray();
        await foreach (var job in _order.Reader.ReadAllAsync())
        {
            foreach (var message in await job.Judged.Task) yield return message;
            _free.Writer.TryWrite(job.Batch);
        }
        await reading;
        await Task.WhenAll(judging);
    }

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new MessageReader();
            var batch = await _free.Reader.ReadAsync();
            batch.Clear();
            foreach (var file in MailFolder.Files(options.Paths, _unreadable.Add))
            {
                if (!TryOpen(reader, file)) continue;
                while (TryRead(reader, file, batch))
                {
                    if (batch.IsFull) batch = await SendAsync(batch);
                }
            }
            await SendAsync(batch);
        }
        finally
        {
            _jobs.Writer.Complete();
            _order.Writer.Complete();
        }
    }

    private async Task<MessageBatch> SendAsync(MessageBatch batch)
    {
        var job = new Job(batch);
        _order.Writer.TryWrite(job);
        _jobs.Writer.TryWrite(job);
        var next = await _free.Reader.ReadAsync();
        next.Clear();
        return next;
    }

    private bool TryOpen(MessageReader reader, MailFile file)
    {
        try
        {
            switch (reader.Open(file))
            {
                case null: Files++; return true;
                case "": PassedOver++; return false;
                case var reason: _unreadable.Add(new(file.Name, reason)); return false;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add(new(file.Name, Reason(failure)));
            return false;
        }
    }

    private bool TryRead(MessageReader reader, MailFile file, MessageBatch batch)
    {
        try
        {
            var isRead = reader.TryRead(batch);
            Volatile.Write(ref _octets, reader.Octets);
            return isRead;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _unreadable.Add(new(file.Name, Reason(failure)));
            return false;
        }
    }

    private static string Reason(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "no permission to read it",
        _ => failure.Message,
    };

    private async Task JudgeAsync()
    {
        var check = new MessageCheck(settings, options);
        await foreach (var job in _jobs.Reader.ReadAllAsync())
        {
            try
            {
                var judged = new CheckedMessage[job.Batch.Messages.Count];
                for (var i = 0; i < judged.Length; i++) judged[i] = check.Judge(job.Batch.Messages[i], job.Batch.Of(job.Batch.Messages[i]));
                job.Judged.SetResult(judged);
            }
            catch (Exception failure)
            {
                job.Judged.SetException(failure);
            }
        }
    }
}
