extension Outline {
    /// Inside the outer ring and in no hole. Points on an edge belong to the side east or north of it, so that of
    /// neighbours with a common edge exactly one claims them. No outline reaches a pole.
    func contains(_ position: Position) -> Bool {
        guard abs(position.latitude) < 90 else { return false }
        return holds(longitude: framed(position.canonicalLongitude), latitude: position.latitude)
    }

    /// `longitude` is framed.
    func holds(longitude px: Double, latitude py: Double) -> Bool {
        guard py >= south, py <= north, px >= west, px <= east else { return false }
        guard Self.parity(longitudes, latitudes, ring(0), px: px, py: py) else { return false }
        for hole in turns.indices.dropFirst()
        where Self.parity(longitudes, latitudes, ring(hole), px: px, py: py) {
            return false
        }
        return true
    }

    /// Even-odd rule: whether a ray to the east crosses the closed ring an odd number of times. An edge holds its lower end but
    /// not its upper, and is always read upwards, so both neighbours of an edge come to the same sum.
    static func parity(_ x: [Double], _ y: [Double], _ ring: Range<Int>, px: Double, py: Double) -> Bool {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                var isInside = false
                var isFromAbove = y[ring.lowerBound] > py
                for index in (ring.lowerBound + 1)..<ring.upperBound {
                    let isToAbove = y[index] > py
                    if isFromAbove != isToAbove {
                        let low = isToAbove ? index - 1 : index
                        let high = isToAbove ? index : index - 1
                        let along = (px - x[low]) * (y[high] - y[low])
                        if along < (x[high] - x[low]) * (py - y[low]) { isInside.toggle() }
                    }
                    isFromAbove = isToAbove
                }
                return isInside
            }
        }
    }
}
