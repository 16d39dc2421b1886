namespace SrPlugin.Inference.AddSr;

/// <summary>What to do where the authors' released code departs from their method.</summary>
public enum AddSrBehaviour
{
    /// <summary>The method: without self-refinement nothing is looked at again. The default.</summary>
    Method,

    /// <summary>The released code: a refinement weight of 0 keeps the control image but computes its tokens anew.</summary>
    Released,
}
