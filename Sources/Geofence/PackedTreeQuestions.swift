/// What an index is asked, of one tree; in no order.
extension PackedTree {
    func holding(_ position: Position, marginMeters margin: Double) -> [Int64] {
        let point = position.geocentric
        var found: [Int64] = []
        if margin > 0 {
            let probe = LatticeBox(around: position, meters: margin)
            forEachPlace(whereLeaf: { $0.overlaps(probe) }) { place in
                if isWithinReach(place, point, margin), distance(at: place, from: position, point) <= margin {
                    found.append(spots[place].key)
                }
            }
        } else {
            let probe = LatticePoint(position)
            spots.withUnsafeBufferPointer { spots in
                forEachPlace(whereLeaf: { $0.contains(probe) }) { place in
                    let spot = spots[place]
                    let chordSquared = point.chordSquared(to: spot.middle)
                    // The line in space is the shorter one, so this settles most of a leaf.
                    guard chordSquared <= spot.reach * spot.reach else { return }
                    if holds(place, spot, chordSquared, position, point) { found.append(spot.key) }
                }
            }
        }
        return found
    }

    func within(radiusMeters radius: Double, of position: Position) -> [(key: Int64, distanceMeters: Double)] {
        let point = position.geocentric
        let probe = LatticeBox(around: position, meters: radius)
        var found: [(key: Int64, distanceMeters: Double)] = []
        forEachPlace(whereLeaf: { $0.overlaps(probe) }) { place in
            guard isWithinReach(place, point, radius) else { return }
            let distance = distance(at: place, from: position, point)
            if distance <= radius { found.append((spots[place].key, distance)) }
        }
        return found
    }

    /// False when the straight line alone, never longer than the way along the ground, is too long.
    @inline(__always)
    private func isWithinReach(_ place: Int, _ point: Geocentric, _ margin: Double) -> Bool {
        let spot = spots[place]
        let most = abs(spot.reach) + margin
        return point.chordSquared(to: spot.middle) <= most * most
    }

    private func holds(
        _ place: Int, _ spot: Spot, _ chordSquared: Double, _ position: Position, _ point: Geocentric
    ) -> Bool {
        if spot.reach < 0 { return polygon(at: place).outline.contains(position) }
        if spot.reach <= Circle.chordRadiusMax {
            return chordSquared <= Circle.chordSquaredLimit(radius: spot.reach)
        }
        return circle(at: place).contains(position, point)
    }
}
