namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Looks again and again until something is so: no sleep decides a test.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> isSo, string what, double seconds = 30) => TrueAsync(() => Task.FromResult(isSo()), what, seconds);

    public static async Task TrueAsync(Func<Task<bool>> isSo, string what, double seconds = 30)
    {
        var until = TimeProvider.System.GetTimestamp() + (long)(seconds * TimeProvider.System.TimestampFrequency);
        while (!await isSo())
        {
            if (TimeProvider.System.GetTimestamp() > until) Assert.Fail($"Not within {seconds} s: {what}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
