select number, key
from fix
    cross join lateral (
        select key
        from fence
        where ST_DWithin(center, here, 5000)
        order by center <-> here
        limit 5
    ) as nearest
where number <= 2000
