using System.CommandLine;
using Connelink.MailGuard.Charts;

var results = new Argument<string>("results") { Description = "results.jsonl of compare.sh" };
var baseline = new Option<string>("--baseline") { Description = "the hop that is 1.0", DefaultValueFactory = _ => "haproxy" };
var output = new Option<string>("--output") { Description = "the directory for the charts", Required = true };
var root = new RootCommand("Draws the results of compare.sh, in light and in dark.") { results, baseline, output };
root.SetAction(arguments =>
{
    var cells = Measurements.Read(arguments.GetValue(results)!, arguments.GetValue(baseline)!);
    var levels = Measurements.ReadLevels(arguments.GetValue(results)!);
    foreach (var look in Look.All)
    {
        SaturationChart.Draw(levels, look, arguments.GetValue(output)!);
        RatioChart.Draw(cells, "rate", "messages/s beside " + arguments.GetValue(baseline), cell => cell.Rate, look, arguments.GetValue(output)!);
        RatioChart.Draw(cells, "cpu", "CPU for each message beside " + arguments.GetValue(baseline), cell => cell.Cpu, look, arguments.GetValue(output)!);
    }
});
return await root.Parse(args).InvokeAsync();
