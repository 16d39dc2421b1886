using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace SrPlugin.Testing.Web;

/// <summary>
/// Stands in for the web: Hugging Face with its API, redirects and storage, a plain file server, and Google Drive with its warning page, on
/// the loopback interface. Its answers can be made wrong in every way that the real ones are.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private const int PageSize = 4;
    private const int BlockBytes = 16 << 10;

    private readonly ConcurrentDictionary<string, SortedDictionary<string, byte[]>> _repositories = new();
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly ConcurrentQueue<ServedRequest> _requests = new();
    private readonly WebApplication _application;

    private ModelServer(WebApplication application) => _application = application;

    /// <summary>http://127.0.0.1:PORT</summary>
    public string Address => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Every request so far.</summary>
    public IReadOnlyCollection<ServedRequest> Requests => _requests;

    /// <summary>Decides what goes wrong in an answer; null for nothing.</summary>
    public Func<ServedRequest, ServerFault?> Faults { get; set; } = _ => null;

    /// <summary>The token that repositories whose owner is "gated" want.</summary>
    public string Token { get; set; } = "hf_secret";

    /// <summary>The commit that every repository is at.</summary>
    public string Commit { get; set; } = "0123456789abcdef0123456789abcdef01234567";

    public static async Task<ModelServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            server.Limits.MinResponseDataRate = null;
        });
        var result = new ModelServer(builder.Build());
        result._application.Run(result.AnswerAsync);
        await result._application.StartAsync();
        return result;
    }

    /// <summary>Puts a file into a repository of the hub: <c>OWNER/NAME</c>, or <c>spaces/OWNER/NAME</c>.</summary>
    public void AddToRepository(string repository, string path, byte[] content) =>
        _repositories.GetOrAdd(repository, _ => [])[path] = content;

    /// <summary>Puts a folder into a repository of the hub.</summary>
    public void AddFolderToRepository(string repository, string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            AddToRepository(repository, Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path));
    }

    /// <summary>Puts a file on the plain server, and behind the drive's warning page.</summary>
    /// <returns>Its plain address.</returns>
    public string AddFile(string name, byte[] content)
    {
        _files[name] = content;
        return $"{Address}/files/{name}";
    }

    /// <summary>The drive's address of a file.</summary>
    public string DriveAddress(string name) => $"{Address}/uc?export=download&id={name}";

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }

    // Small files are not kept in the large storage: the listing has no SHA-256 of them.
    private static bool IsLarge(string path) =>
        path.EndsWith(".safetensors", StringComparison.Ordinal) || path.EndsWith(".pkl", StringComparison.Ordinal)
            || path.EndsWith(".pth", StringComparison.Ordinal) || path.EndsWith(".bin", StringComparison.Ordinal);

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        long? range = request.GetTypedHeaders().Range?.Ranges.First().From;
        var served = new ServedRequest(
            request.Path + request.QueryString, request.Host.Value!, range, request.Headers.IfRange, request.Headers.Authorization);
        _requests.Enqueue(served);
        ServerFault fault = Faults(served) ?? new ServerFault();
        if (fault.Status is { } status)
        {
            context.Response.StatusCode = status;
            if (fault.RetryAfter is not null)
                context.Response.Headers.RetryAfter = fault.RetryAfter;
            return;
        }

        string[] parts = request.Path.Value!.TrimStart('/').Split('/');
        switch (parts[0])
        {
            case "api":
                await DescribeAsync(context, parts, fault);
                break;
            case "cdn":
                await ServeAsync(
                    context, _repositories.Values.SelectMany(files => files.Values).FirstOrDefault(content => Hash(content) == parts[1]),
                    fault);
                break;
            case "files":
                await ServeAsync(context, _files.GetValueOrDefault(string.Join('/', parts[1..])), fault);
                break;
            case "uc":
                await WarnAsync(context);
                break;
            case "download" when request.Query["confirm"] == "t" && request.Query["uuid"] == "1-2&3":
                await ServeAsync(context, _files.GetValueOrDefault(request.Query["id"].ToString()), fault);
                break;
            default:
                await RedirectAsync(context, parts, fault);
                break;
        }
    }

    private bool IsRefused(HttpContext context, string repository)
    {
        if (!repository.StartsWith("gated/", StringComparison.Ordinal) || context.Request.Headers.Authorization == $"Bearer {Token}")
            return false;
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return true;
    }

    private async Task DescribeAsync(HttpContext context, string[] parts, ServerFault fault)
    {
        // api/KIND/OWNER/NAME/revision|tree/REVISION
        string repository = (parts[1] == "models" ? "" : parts[1] + "/") + $"{parts[2]}/{parts[3]}";
        if (IsRefused(context, repository))
            return;
        if (!_repositories.TryGetValue(repository, out SortedDictionary<string, byte[]>? files))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        object answer = new { id = repository, sha = Commit };
        if (parts[4] == "tree")
        {
            int start = int.Parse("0" + context.Request.Query["cursor"], System.Globalization.CultureInfo.InvariantCulture);
            answer = files.Skip(start).Take(PageSize).Select(file => Entry(file.Key, file.Value));
            if (files.Count > start + PageSize)
                context.Response.Headers.Link = $"<{Address}{context.Request.Path}?recursive=true&cursor={start + PageSize}>; rel=\"next\"";
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(fault.Content ?? JsonSerializer.SerializeToUtf8Bytes(answer));
    }

    private static object Entry(string path, byte[] content) => IsLarge(path)
        ? new
        {
            type = "file",
            oid = Convert.ToHexStringLower(SHA1.HashData(content)),
            size = content.Length,
            lfs = new { oid = Hash(content), size = content.Length, pointerSize = 135 },
            path,
        }
        : new { type = "file", oid = Convert.ToHexStringLower(SHA1.HashData(content)), size = content.Length, path };

    private async Task RedirectAsync(HttpContext context, string[] parts, ServerFault fault)
    {
        // [spaces/]OWNER/NAME/resolve/REVISION/PATH
        int start = parts[0] == "spaces" ? 1 : 0;
        string repository = string.Join('/', parts.Take(start + 2)), path = string.Join('/', parts.Skip(start + 4));
        if (IsRefused(context, repository))
            return;
        byte[]? content = _repositories.TryGetValue(repository, out SortedDictionary<string, byte[]>? files)
            ? files.GetValueOrDefault(path)
            : null;
        if (content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (IsLarge(path))
        {
            // To another host, as the real hub's storage is one.
            context.Response.Headers["X-Linked-ETag"] = $"\"{Hash(content)}\"";
            context.Response.Redirect(
                $"{Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/cdn/{Hash(content)}?signature=1");
        }
        else
        {
            await ServeAsync(context, content, fault);
        }
    }

    private async Task WarnAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync($"""
            <!DOCTYPE html><html><head><title>Google Drive - Virus scan warning</title></head><body>
            <p>Google Drive can't scan this file for viruses.</p>
            <form id="download-form" action="{Address}/download" method="get">
            <input type="submit" id="uc-download-link" value="Download anyway"/>
            <input type="hidden" name="id" value="{context.Request.Query["id"]}"><input type="hidden" name="export" value="download">
            <input type="hidden" name="confirm" value="t"><input type="hidden" name="uuid" value="1-2&amp;3"></form></body></html>
            """);
    }

    private static async Task ServeAsync(HttpContext context, byte[]? content, ServerFault fault)
    {
        HttpResponse response = context.Response;
        if (content is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        content = fault.Content ?? content;
        string tag = $"\"{Hash(content)[..16]}\"";
        long start = 0;
        string ifRange = context.Request.Headers.IfRange.ToString();
        if (context.Request.GetTypedHeaders().Range?.Ranges.First().From is { } from && !fault.IgnoresRange
            && (ifRange.Length == 0 || ifRange == tag))
        {
            if (from >= content.Length)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = $"bytes */{content.Length}";
                return;
            }

            start = fault.ShiftsRange ? from - 1 : from;
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {start}-{content.Length - 1}/{content.Length}";
        }

        if (!fault.HidesValidators)
            response.Headers.ETag = tag;
        response.ContentType = fault.ContentType ?? "application/octet-stream";
        if (!fault.HidesLength)
            response.ContentLength = content.Length - start;
        for (long sent = 0; start + sent < content.Length;)
        {
            int length = (int)Math.Min(BlockBytes, content.Length - start - sent);
            foreach (long limit in new[] { fault.CutAfter, fault.StallAfter }.OfType<long>())
                length = (int)Math.Min(length, limit - sent);
            await response.Body.WriteAsync(content.AsMemory((int)(start + sent), length), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            sent += length;
            if (sent == fault.CutAfter)
            {
                // A body that ends early closes the connection in good order; an abort resets it, and what is on the way is lost.
                if (fault.HidesLength || fault.Resets)
                    context.Abort();
                return;
            }

            // Until the other side gives up; a test that fails does not hang for ever.
            if (sent == fault.StallAfter)
                await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted);
            if (fault.Pause > TimeSpan.Zero)
                await Task.Delay(fault.Pause, context.RequestAborted);
        }
    }
}
