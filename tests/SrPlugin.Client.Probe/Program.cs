using System.Globalization;
using System.Security.Cryptography;
using SrPlugin.Client;
using SrPlugin.Protocol;

// A host as small as can be, for tests that need one as a process of its own, on Linux and under Wine.
//   start [OPTION…]  starts the service, with its options, unless it runs; prints its process
//   picture W H      enlarges a picture twice and restores it; prints sizes and hashes
//   stop             ends the service
// Where the service is and where it listens comes from the environment, as for every host.
var client = new SrPluginClient(new ClientOptions
{
    ServiceArguments = args is ["start", .. var options] ? options : [],
    // What a busy machine takes must not matter.
    StartTimeout = TimeSpan.FromMinutes(5),
    HangTimeout = TimeSpan.FromMinutes(5),
});
try
{
    switch (args)
    {
        case ["start", ..]:
            ServiceHealth health = await client.StartAsync(CancellationToken.None);
            Console.WriteLine($"process {health.ProcessId} engine {health.Engine} at {client.Endpoint}");
            return 0;
        case ["picture", var width, var height]:
            await PassAsync(int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture));
            return 0;
        case ["stop"]:
            Console.WriteLine(await client.ShutdownAsync(CancellationToken.None) ? "ended" : "none");
            return 0;
        default:
            Console.Error.WriteLine("start [OPTION…] | picture W H | stop");
            return 2;
    }
}
catch (ServiceException exception)
{
    Console.Error.WriteLine($"{exception.Code}: {exception.Message} {exception.Remedy}");
    Console.Error.WriteLine(exception.InnerException);
    return 1;
}

async Task PassAsync(int width, int height)
{
    var pixels = new byte[width * height * 4];
    for (int i = 0; i < pixels.Length; i++)
        pixels[i] = (byte)(((i / 4 % width) + (i / 4 / width)) * (3 + (i % 4)) / 2);
    foreach (Recipe recipe in (Recipe[])[new() { Mode = "upscale", Scale = 2 }, new() { Mode = "restore" }])
    {
        var request = new JobRequest { Width = width, Height = height, Channels = 4, SampleFormat = SampleFormat.UInt8, Recipe = recipe };
        UpscaleResult result = await client.UpscaleAsync(request, pixels, default, null, CancellationToken.None);
        string hash = Convert.ToHexStringLower(SHA256.HashData(result.Pixels));
        Console.WriteLine($"{recipe.Mode} {result.Details.Width} {result.Details.Height} {hash}");
    }
}
