select number, key
from fix
    join fence on ST_Intersects(area, spot)
