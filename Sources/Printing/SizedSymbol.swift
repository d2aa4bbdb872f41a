/// A symbol at the largest module its place allows.
struct SizedSymbol {
    let modules: SymbolModules
    let module: Double
    let quietModules: Int
    private let dots: Dots

    var width: Double { Double(modules.width) * module }
    var quiet: Double { Double(quietModules) * module }

    init(
        _ modules: SymbolModules, sizes: ClosedRange<Int>, of dots: Dots, quiet: Int, widthMax: Double,
        field: PrintedField
    ) throws(PrintProblem) {
        let across = modules.width + 2 * quiet
        guard let chosen = sizes.last(where: { dots($0 * across) <= widthMax + 0.001 }) else { throw .overflow(field) }
        self.modules = modules
        self.dots = dots
        module = dots(chosen)
        quietModules = quiet
    }

    /// - Parameter height: of bars; nil keeps modules square.
    func placed(left: Double, top: Double, height: Double? = nil, says alternative: String) -> PlacedSymbol {
        PlacedSymbol(
            modules: modules, left: dots.snapped(left), top: dots.snapped(top), moduleWidth: module,
            moduleHeight: height.map(dots.snapped) ?? module, quietModules: quietModules, alternative: alternative)
    }
}
