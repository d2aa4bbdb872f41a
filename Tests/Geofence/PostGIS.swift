import Geofence
import Postgres
import Support

/// A database with PostGIS, made at its first use and shared by the tests of this process.
actor PostGIS {
    static let shared = PostGIS()

    private var opening: Task<Pool, any Error>?

    private func pool() async throws -> Pool {
        // One task for all callers: it must outlive the one that happened to come first.
        let task =
            opening
            ?? Task {
                let database = try await TestDatabase.empty()
                let pool = Pool(
                    PoolConfiguration(conninfo: database.conninfo, size: 2, statementTimeout: .seconds(300)))
                _ = try await pool.run(Statement(once: "create extension", "create extension postgis")())
                return pool
            }
        opening = task
        return try await task.value
    }

    func circles(_ cases: [CircleCase]) async throws -> [CircleAnswer] {
        let call = Self.compareCircles(
            cases.map(\.center.longitude), cases.map(\.center.latitude), cases.map(\.radius),
            cases.map(\.position.longitude), cases.map(\.position.latitude))
        return try await pool().run(call).map { row in
            var row = row
            return try CircleAnswer(distance: row.read(), isWithin: row.read())
        }
    }

    func polygons(_ polygons: [Polygon], _ cases: [PolygonCase]) async throws -> [PolygonAnswer] {
        let call = Self.comparePolygons(
            polygons.map(Self.text), cases.map { Int64($0.polygon + 1) }, cases.map(\.position.longitude),
            cases.map(\.position.latitude))
        return try await pool().run(call).map { row in
            var row = row
            return try PolygonAnswer(isCovered: row.read(), distance: row.read(), toBoundary: row.read())
        }
    }

    /// Metres to the nearest edge, each edge measured by itself.
    func distancesByEdge(_ polygons: [Polygon], _ cases: [PolygonCase]) async throws -> [Double] {
        let call = Self.measureEdges(
            cases.map { Self.text(polygons[$0.polygon]) }, cases.map(\.position.longitude),
            cases.map(\.position.latitude))
        return try await pool().run(call).map { row in
            var row = row
            return try row.read()
        }
    }

    private static func text(_ polygon: Polygon) -> String {
        let rings = polygon.densifiedRings.map { ring in
            "(" + ring.map { "\($0.longitude) \($0.latitude)" }.joined(separator: ",") + ")"
        }
        return "POLYGON(" + rings.joined(separator: ",") + ")"
    }

    private static let compareCircles = Statement(
        "compare circles", takes: [.float8Array, .float8Array, .float8Array, .float8Array, .float8Array],
        gives: [.float8, .bool],
        """
        select ST_Distance(center, here, true), ST_DWithin(center, here, radius, true)
        from (
            select place, radius, ST_MakePoint(x, y)::geography as center, ST_MakePoint(px, py)::geography as here
            from unnest($1, $2, $3, $4, $5) with ordinality as t (x, y, radius, px, py, place)
        ) as tried
        order by place
        """)

    private static let comparePolygons = Statement(
        "compare polygons", takes: [.textArray, .int8Array, .float8Array, .float8Array],
        gives: [.bool, .float8, .float8],
        """
        with polygon as materialized (
            select number, ST_GeogFromText(drawn) as area, ST_Boundary(drawn::geometry)::geography as boundary
            from unnest($1) with ordinality as t (drawn, number)
        ), probe as (
            select number, place, ST_MakePoint(x, y)::geography as here
            from unnest($2, $3, $4) with ordinality as t (number, x, y, place)
        )
        select ST_Covers(area, here), ST_Distance(area, here, true), ST_Distance(boundary, here, true)
        from probe join polygon using (number)
        order by place
        """)

    private static let measureEdges = Statement(
        "measure edges", takes: [.textArray, .float8Array, .float8Array], gives: [.float8],
        """
        select min(ST_Distance((edge.dump).geom::geography, ST_MakePoint(x, y)::geography, true))
        from unnest($1, $2, $3) with ordinality as t (drawn, x, y, place)
            cross join lateral (select ST_DumpSegments(drawn::geometry) as dump) as edge
        group by place
        order by place
        """)
}

/// A circle and a position to compare it at.
struct CircleCase {
    let center: Position
    let radius: Double
    let position: Position
}

struct CircleAnswer {
    /// Metres from the centre.
    let distance: Double
    let isWithin: Bool
}

/// A position, and the place of the polygon to compare with.
struct PolygonCase {
    let polygon: Int
    let position: Position
}

struct PolygonAnswer {
    let isCovered: Bool
    /// Metres; 0 inside.
    let distance: Double
    let toBoundary: Double
}
