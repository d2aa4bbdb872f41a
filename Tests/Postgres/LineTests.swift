import Length
import Support
import Testing

@testable import Postgres

@Suite struct LineTests {
    @Test("whatever is put in comes out in the same order")
    func order() {
        var random = SeededRandom()
        let seed = random.seed
        var line = Line<Int>()
        var model: [Int] = []
        for step in 0..<rounds(5_000) {
            if Bool.random(using: &random) {
                line.append(step)
                model.append(step)
            } else if !model.isEmpty {
                #expect(line.first == model.first, "seed \(seed)")
                line.removeFirst()
                model.removeFirst()
            }
            if step.isMultiple(of: 701) {
                line.removeAll { $0.isMultiple(of: 3) }
                model.removeAll { $0.isMultiple(of: 3) }
            }
            #expect(line.count == model.count, "seed \(seed)")
        }
        #expect(Array(line) == model, "seed \(seed)")
    }
}
