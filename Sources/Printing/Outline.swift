import CPangoCairo

extension Painter {
    /// Traces the edges between black and white as closed loops: one path without seams at any zoom.
    ///
    /// Every edge runs with black on its right; following edges from corner to corner closes each loop. Where two
    /// modules meet at a corner only, the path turns so that they stay two loops; the even-odd rule fills either way.
    func traceOutline(_ symbol: PlacedSymbol) {
        for loop in Self.loops(around: symbol.modules) {
            for (index, corner) in loop.enumerated() {
                let x = symbol.left + Double(corner.x) * symbol.moduleWidth
                let y = symbol.top + Double(corner.y) * symbol.moduleHeight
                if index == 0 { cairo_move_to(cairo, x, y) } else { cairo_line_to(cairo, x, y) }
            }
            cairo_close_path(cairo)
        }
        cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD)
        cairo_fill(cairo)
        cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_WINDING)
    }

    struct Corner: Hashable {
        var x: Int
        var y: Int
    }

    static func loops(around modules: SymbolModules) -> [[Corner]] {
        func isBlack(_ x: Int, _ y: Int) -> Bool {
            x >= 0 && y >= 0 && x < modules.width && y < modules.height && modules.isBlack(x: x, y: y)
        }
        // Bit by direction, at the corner an edge leaves from: right, down, left, up.
        let steps = [Corner(x: 1, y: 0), Corner(x: 0, y: 1), Corner(x: -1, y: 0), Corner(x: 0, y: -1)]
        let across = modules.width + 1
        var leaving = [UInt8](repeating: 0, count: across * (modules.height + 1))
        for y in 0..<modules.height {
            for x in 0..<modules.width where isBlack(x, y) {
                if !isBlack(x, y - 1) { leaving[y * across + x] |= 1 }
                if !isBlack(x + 1, y) { leaving[y * across + x + 1] |= 2 }
                if !isBlack(x, y + 1) { leaving[(y + 1) * across + x + 1] |= 4 }
                if !isBlack(x - 1, y) { leaving[(y + 1) * across + x] |= 8 }
            }
        }
        var loops: [[Corner]] = []
        for start in leaving.indices {
            while leaving[start] != 0 {
                var loop: [Corner] = []
                var at = start
                var heading = leaving[start].trailingZeroBitCount
                loop.append(Corner(x: at % across, y: at / across))
                repeat {
                    leaving[at] &= ~(1 << UInt8(heading))
                    at += steps[heading].x + steps[heading].y * across
                    if at == start { break }
                    // Turning right first keeps to the module just walked around.
                    let turns = [(heading + 1) % 4, heading, (heading + 3) % 4]
                    guard let next = turns.first(where: { leaving[at] & (1 << UInt8($0)) != 0 }) else { break }
                    if next != heading { loop.append(Corner(x: at % across, y: at / across)) }
                    heading = next
                } while true
                loops.append(loop)
            }
        }
        return loops
    }
}
