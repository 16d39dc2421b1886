using System.Text;
using SrPlugin.Weights.Models;
using SrPlugin.Weights.Store;

namespace SrPlugin.Weights.Tests.Store;

public sealed class ModelCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Shipped =>
        [.. Directory.EnumerateFiles(Path.Combine(Golden.RepositoryRoot(), "models", "catalogue")).Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void ShippedEntry_Always_KeepsTheRules(string file) =>
        ModelCatalogue.Read(Path.Combine(Golden.RepositoryRoot(), "models", "catalogue", file)).Size.ShouldBeGreaterThan(0);

    [Fact]
    public void ShippedCatalogue_Offers_BothOfficialModels()
    {
        ModelCatalogue catalogue = ModelCatalogue.Load([Path.Combine(Golden.RepositoryRoot(), "models")]);

        catalogue.Problems.ShouldBeEmpty();
        catalogue.Models.Select(model => model.Id).ShouldBe(["addsr", "s3diff"]);
        catalogue.Get("s3diff").Base.ShouldBe("sd-turbo");
        catalogue.Get("addsr").Base.ShouldBe("sd2-base");
    }

    [Theory]
    [InlineData("\"path\": \"a.json\"", "\"path\": \"../a.json\"", "does not name a file")]
    [InlineData("https://example.org/a", "http://example.org/a", "https")]
    [InlineData("https://example.org/a", "file:///etc/passwd", "https")]
    [InlineData("\"size\": 5", "\"size\": -1", "negative")]
    [InlineData("\"size\": 5", "\"size\": \"5\"", "could not be converted")]
    [InlineData("\"pipeline\": \"s3diff\"", "\"pipeline\": \"x\"", "pipeline")]
    [InlineData("\"id\": \"model\"", "\"id\": \"other\"", "is called model.json")]
    [InlineData("\"signature\"", "\"unknown\"", "unknown")]
    [InlineData("\"sha256\": null", "\"sha256\": \"12\"", "hexadecimal")]
    [InlineData("\"members\": {\"a\": \"*\"}", "\"members\": {}", "cannot be recognised")]
    public void Read_Fault_IsNamed(string right, string wrong, string expected)
    {
        const string Entry = """
            {"id": "model", "name": "M", "description": "D", "pipeline": "s3diff", "licence": {"name": "L", "terms": "T"},
             "files": [{"path": "a.json", "size": 5, "sha256": null, "sources": ["https://example.org/a"], "signature": {"members": {"a": "*"}}}]}
            """;
        Entry.ShouldContain(right);
        ModelCatalogue.Read(_folder.Write("catalogue/model.json", Entry)).Files.Count.ShouldBe(1);

        string path = _folder.Write("catalogue/model.json", Entry.Replace(right, wrong));

        Should.Throw<InvalidModelException>(() => ModelCatalogue.Read(path)).Message.ShouldContain(expected);
        ModelCatalogue catalogue = ModelCatalogue.Load([_folder.Root]);
        catalogue.Models.ShouldBeEmpty();
        catalogue.Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_DamagedEntries_EitherReadsOrThrowsTheDocumentedException()
    {
        byte[][] entries = [
            .. Directory.EnumerateFiles(Path.Combine(Golden.RepositoryRoot(), "models", "catalogue")).Select(File.ReadAllBytes)
        ];
        string path = _folder.File("catalogue", "s3diff.json");
        var random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = [.. entries[random.Next(entries.Length)]];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                switch (random.Next(4))
                {
                    case 0:
                        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes = bytes[..random.Next(1, bytes.Length)];
                        break;
                    case 2:
                        int at = random.Next(bytes.Length);
                        bytes = [
                            .. bytes[..at],
                            .. Encoding.UTF8.GetBytes(((string[])["null", "[", "{", "\"", "-1", "1e999", "\\u0000", ","])[random.Next(8)]),
                            .. bytes[at..]
                        ];
                        break;
                    default:
                        int start = random.Next(bytes.Length);
                        bytes = [.. bytes[..start], .. bytes[random.Next(start, bytes.Length)..], (byte)'}'];
                        break;
                }
            }

            File.WriteAllBytes(path, bytes);
            try
            {
                ModelCatalogue.Read(path);
            }
            catch (InvalidModelException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Load_SameIdInTwoFolders_TakesTheFirst()
    {
        const string Entry = """
            {"id": "m", "name": "NAME", "description": "D", "pipeline": "s3diff", "licence": {"name": "L", "terms": "T"},
             "files": [{"path": "a.json", "size": 5, "page": "https://example.org", "signature": {"startsWith": "x"}}]}
            """;
        _folder.Write("one/catalogue/m.json", Entry.Replace("NAME", "first"));
        _folder.Write("two/catalogue/m.json", Entry.Replace("NAME", "second"));

        ModelCatalogue.Load([Path.Combine(_folder.Root, "one"), Path.Combine(_folder.Root, "two")]).Get("m").Name.ShouldBe("first");
    }

    [Fact]
    public void Load_BaseMissing_IsAProblemOfTheEntry()
    {
        _folder.Write("catalogue/m.json", """
            {"id": "m", "name": "N", "description": "D", "pipeline": "s3diff", "base": "gone", "licence": {"name": "L", "terms": "T"},
             "files": [{"path": "a.json", "size": 5, "page": "https://example.org", "signature": {"startsWith": "x"}}]}
            """);

        ModelCatalogue catalogue = ModelCatalogue.Load([_folder.Root]);

        catalogue.Models.ShouldBeEmpty();
        catalogue.Problems.ShouldHaveSingleItem().ShouldContain("gone");
    }
}
