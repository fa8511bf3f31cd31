"""The garage: spots, stays and money.

``models`` are the domain's values, ``pricing``, ``assignment`` and ``initialisation`` its pure rules,
``interfaces`` what a store offers, ``in_memory`` and ``repositories`` two stores, ``services`` what the garage
does, ``seeding`` and ``replay`` data to see it with. Start at ``services``.
"""

__all__: list[str] = []
