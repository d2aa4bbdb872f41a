\set number random(1, :fixes)
select key
from fix
    join fence on ST_Intersects(area, spot)
where number = :number
