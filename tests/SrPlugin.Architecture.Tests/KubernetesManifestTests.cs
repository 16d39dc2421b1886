using k8s;
using k8s.Models;

namespace SrPlugin.Architecture.Tests;

/// <summary>
/// <c>packaging/kubernetes</c>: fields that Kubernetes does not know, or that have values of another kind, are refused here instead of on
/// the cluster.
/// </summary>
public sealed class KubernetesManifestTests
{
    private static readonly string _text = File.ReadAllText(Path.Combine(Repository.Root, "packaging", "kubernetes", "batch.yaml"));

    [Fact]
    public void Manifest_EveryField_IsOneOfKubernetes()
    {
        List<object> objects = KubernetesYaml.LoadAllFromString(_text, strict: true);

        objects.Select(item => item.GetType()).ShouldBe([typeof(V1Job), typeof(V1PersistentVolumeClaim)]);
    }

    [Fact]
    public void Manifest_MisspeltField_IsRefused() =>
        Should.Throw<Exception>(
            () =>
                KubernetesYaml.LoadAllFromString(_text.Replace("completionMode", "completionMod", StringComparison.Ordinal), strict: true));

    [Fact]
    public void Job_Shards_AreAsManyAsItsPodsAndShareTheClaim()
    {
        V1Job job = KubernetesYaml.LoadAllFromString(_text, strict: true).OfType<V1Job>().Single();
        V1PersistentVolumeClaim claim = KubernetesYaml.LoadAllFromString(_text, strict: true).OfType<V1PersistentVolumeClaim>().Single();
        V1Container container = job.Spec.Template.Spec.Containers.Single();

        job.Spec.CompletionMode.ShouldBe("Indexed");
        container.Args.Single().ShouldContain($"--shard \"$((JOB_COMPLETION_INDEX + 1))/{job.Spec.Completions}\"");
        job.Spec.Template.Spec.RestartPolicy.ShouldBe("Never");
        job.Spec.Template.Spec.Volumes.Select(volume => volume.PersistentVolumeClaim?.ClaimName).ShouldContain(claim.Metadata.Name);
        claim.Spec.AccessModes.ShouldBe(["ReadWriteMany"]);
        container.VolumeMounts.Select(mount => mount.Name).ShouldBe(job.Spec.Template.Spec.Volumes.Select(volume => volume.Name));
        job.Spec.PodFailurePolicy.Rules.SelectMany(rule => rule.OnExitCodes?.Values ?? []).ShouldBe([1, 2, 4]);
    }
}
