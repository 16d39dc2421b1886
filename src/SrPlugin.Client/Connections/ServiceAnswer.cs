namespace SrPlugin.Client.Connections;

/// <summary>The head of an answer, with the connection its body comes through.</summary>
internal sealed record ServiceAnswer(HttpMessageInvoker Http, HttpResponseMessage Response) : IDisposable
{
    public void Dispose()
    {
        Response.Dispose();
        Http.Dispose();
    }
}
