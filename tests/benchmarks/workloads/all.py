"""Every workload, by its name."""
from . import arrays, bundle, elements, hand, mixture, recurrent, scalars

WORKLOADS = {**scalars.WORKLOADS, **elements.WORKLOADS, **arrays.WORKLOADS, **mixture.WORKLOADS, **bundle.WORKLOADS,
             **recurrent.WORKLOADS, **hand.WORKLOADS}
