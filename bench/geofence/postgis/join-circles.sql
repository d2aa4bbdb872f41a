-- The index knows centres only: first the greatest radius there is, then each fence's own, both on the spheroid.
select number, key
from fix
    join fence on ST_DWithin(center, here, 300) and ST_DWithin(center, here, radius)
