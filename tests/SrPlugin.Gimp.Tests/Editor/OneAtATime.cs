// One GIMP at a time: several that start at once are slower than one after another on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
