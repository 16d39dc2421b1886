using System.Globalization;
using System.Net.Sockets;
using System.Text;
using SrPlugin.Protocol;

namespace SrPlugin.Service.Tests.Harness;

/// <summary>Malformed requests of every kind, by number.</summary>
internal static class MalformedRequests
{
    private static readonly string[] _words = ["width", "height", "channels", "sampleFormat", "protocolVersion", "recipe", "selection"];
    private static readonly string[] _values = [
        "-1", "0", "1e308", "99999999999", "2147483647", "null", "\"\"", "[]", "{}", "true", "\"\\ud800\"", "65536", "0.5"
    ];

    /// <summary>Sends one and reads the first piece of the answer; nothing when the connection was closed instead.</summary>
    public static async Task<(string Kind, string Answer)> SendAsync(string socketPath, int number)
    {
        var random = new Random(number);
        (string kind, byte[] bytes, bool hangsUp) = Make(random, number);
        using Socket socket = await WireClient.ConnectAsync(socketPath);
        try
        {
            await socket.SendAsync(bytes);
            if (hangsUp)
            {
                if (random.Next(2) == 0)
                    socket.LingerState = new LingerOption(true, 0);
                else
                    socket.Shutdown(SocketShutdown.Both);
                return (kind, "");
            }

            var buffer = new byte[1024];
            return (kind, Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        }
        catch (SocketException)
        {
            return (kind, "");
        }
    }

    private static (string Kind, byte[] Bytes, bool HangsUp) Make(Random random, int number)
    {
        // A sender that stalls holds its connection until the service's patience ends: rare, or the run would take hours.
        if (number % 500 == 0)
            return ("slow headers", Encoding.ASCII.GetBytes("POST /v1/jobs HTTP/1.1\r\nHost: x\r\nCont"), false);
        if (number % 500 == 250)
            return ("slow body", Post(Line(random), 0, 12), false);
        switch (number % 8)
        {
            case 0:
                var noise = new byte[random.Next(1, 2000)];
                random.NextBytes(noise);
                return ("random bytes", [.. noise, .. "\r\n\r\n"u8], false);
            case 1:
                return ("bad JSON", Post(Spoil(Line(random), random), 12, 12), false);
            case 2:
                return (
                    "bad member", Post(Line(random, _words[random.Next(_words.Length)], _values[random.Next(_values.Length)]), 7, 7),
                    false);
            case 3:
                return ("wrong length", Post(Line(random), 13 + random.Next(100), 13 + random.Next(100)), false);
            case 4:
                return ("absurd size", Post($$"""{"protocolVersion":1,"width":{{random.Next(40_000, 65_536)}},"height":{{random.Next(40_000, 65_536)}},"channels":4,"sampleFormat":"float32"}""", 4, 4), false);
            case 5:
                return ("truncated body", Post(Line(random), random.Next(0, 12), 12), true);
            case 6:
                byte[] whole = Post(Line(random), 12, 12);
                return ("early close", whole[..random.Next(1, whole.Length - 12)], true);
            default:
                string path = random.Next(2) == 0 ? $"/v1/jobs/{random.NextInt64():x}" : $"/{new string('a', random.Next(1, 6000))}";
                return (
                    "no such thing",
                    Encoding.ASCII.GetBytes($"{(random.Next(2) == 0 ? "GET" : "DELETE")} {path} HTTP/1.1\r\nHost: x\r\n\r\n"), false);
        }
    }

    // 2×2 RGB: 12 bytes of pixels make it sound.
    private static string Line(Random random, string? word = null, string? value = null)
    {
        var members = new Dictionary<string, string>
        {
            ["protocolVersion"] = "1",
            ["width"] = "2",
            ["height"] = "2",
            ["channels"] = "3",
            ["sampleFormat"] = "\"uint8\"",
            ["recipe"] = $"{{\"seed\":{random.Next()}}}",
        };
        if (word is not null)
            members[word] = value!;
        return "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";
    }

    private static string Spoil(string line, Random random) => random.Next(3) switch
    {
        0 => line[..random.Next(line.Length - 1)],
        1 => line.Insert(random.Next(1, line.Length - 1), "\u0001"),
        _ => new string('[', random.Next(1, 5000)) + line,
    };

    private static byte[] Post(string line, int sent, int claimed) =>
    [
        .. Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: {WireFormat.JobContentType}\r\nContent-Length: "
                    + $"{line.Length + 1 + claimed}\r\n\r\n{line}\n")),
        .. new byte[sent],
    ];
}
