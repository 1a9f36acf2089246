using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Audit;

/// <summary>One line for each transaction, in the order of their ends. Sessions only fill memory; one thread writes it out.</summary>
/// <remarks>
/// Lines are written in batches of 20 ms. The memory is bounded: when the output does not keep up, sessions wait. An output that fails (a full
/// disk) costs its lines and never the mail. Safe for all threads.
/// </remarks>
public sealed partial class AuditLog : IAsyncDisposable
{
    private const int BatchMilliseconds = 20;

    /// <summary>"&lt;" and ">" stand for themselves: people search for addresses in it, and it is no page.</summary>
    private static readonly JsonWriterOptions Json = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A line is made before the lock is taken, by each thread in memory of its own: under the lock it is only copied.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _line;
    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    private readonly Lock _lock = new();
    private readonly Stream _output;
    private readonly ILogger _log;
    private readonly int _capacity;
    private readonly AutoResetEvent _filled = new(false);
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _lines = new(65536);
    private ArrayBufferWriter<byte> _spare = new(65536);
    private TaskCompletionSource? _room;
    private volatile bool _stopping;
    private volatile string? _problem;
    private long _lost;

    /// <param name="output">Written to by one thread; blocking is fine. Disposed of with the log.</param>
    /// <param name="log">Told when the output fails, and when it works again.</param>
    /// <param name="capacity">Octets of lines that may wait to be written.</param>
    public AuditLog(Stream output, ILogger log, int capacity = 4 * 1024 * 1024)
    {
        _output = output;
        _log = log;
        _capacity = capacity;
        _writer = new Thread(WriteOut) { IsBackground = true, Name = "mailguard-audit" };
        _writer.Start();
    }

    /// <summary>Lines that could not be written, since the program started.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Why the last lines could not be written; null: they were.</summary>
    public string? Problem => _problem;

    /// <summary>Adds the record; waits while too much is waiting to be written.</summary>
    public ValueTask AddAsync(TransactionRecord record)
    {
        var line = MakeLine(record);
        Task? room;
        bool first;
        lock (_lock)
        {
            first = _lines.WrittenCount == 0;
            _lines.Write(line);
            room = _lines.WrittenCount < _capacity ? null : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
        if (first) _filled.Set();
        return room is null ? default : new(room);
    }

    public ValueTask DisposeAsync()
    {
        _stopping = true;
        _filled.Set();
        _writer.Join();
        _filled.Dispose();
        return _output.DisposeAsync();
    }

    private static ReadOnlySpan<byte> MakeLine(TransactionRecord record)
    {
        var line = _line ??= new ArrayBufferWriter<byte>(1024);
        var json = _json ??= new Utf8JsonWriter(line, Json);
        line.ResetWrittenCount();
        json.Reset(line);
        RecordWriter.Write(json, record);
        json.Flush();
        line.Write("\n"u8);
        return line.WrittenSpan;
    }

    private void WriteOut()
    {
        while (true)
        {
            _filled.WaitOne();
            if (!_stopping) Thread.Sleep(BatchMilliseconds);
            var batch = Swap(out var waiting);
            Write(batch);
            batch.ResetWrittenCount();
            waiting?.SetResult();
            if (_stopping && Volatile.Read(ref _lines).WrittenCount == 0) return;
        }
    }

    private ArrayBufferWriter<byte> Swap(out TaskCompletionSource? waiting)
    {
        lock (_lock)
        {
            (_lines, _spare) = (_spare, _lines);
            waiting = _room;
            _room = null;
            return _spare;
        }
    }

    private void Write(ArrayBufferWriter<byte> batch)
    {
        try
        {
            if (_problem is not null) _output.Write("\n"u8); // behind what may be half a line
            _output.Write(batch.WrittenSpan);
            _output.Flush();
            if (_problem is not null) Log.Written(_log, Lost);
            _problem = null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _lost, batch.WrittenSpan.Count((byte)'\n'));
            if (_problem is null) Log.NotWritten(_log, failed.Message);
            _problem = failed.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning, "The transaction log cannot be written: {Problem}; mail passes, its lines are lost")]
        public static partial void NotWritten(ILogger log, string problem);

        [LoggerMessage(401, LogLevel.Information, "The transaction log is written again; lines lost since the start: {Lost}")]
        public static partial void Written(ILogger log, long lost);
    }
}
