/// What a page holds, placed: the one result of layout that every surface paints. In points from the top left.
struct Sheet {
    let width: Double
    var height: Double
    /// Of the printer that it is meant for.
    let dot: Double
    var items: [Item] = []

    /// In reading order, which is also the order a screen reader hears.
    enum Item {
        case rule(Box, Colour)
        case picture(Picture, Box)
        case watermark(TextBlock, centre: Double, middle: Double, turn: Double)
        case text(TextBlock, left: Double, top: Double, role: Role)
        case symbol(PlacedSymbol)
    }

    /// The structure element of a tagged PDF.
    enum Role: String {
        case heading = "H1"
        case paragraph = "P"
    }
}

struct Box {
    var left: Double
    var top: Double
    var width: Double
    var height: Double
}

/// A symbol on whole printer dots.
struct PlacedSymbol {
    let modules: SymbolModules
    /// Of the first module, on a dot.
    let left: Double
    let top: Double
    let moduleWidth: Double
    let moduleHeight: Double
    let quietModules: Int
    /// What a screen reader says in its place.
    let alternative: String

    var black: Box {
        Box(
            left: left, top: top, width: Double(modules.width) * moduleWidth,
            height: Double(modules.height) * moduleHeight)
    }

    /// With the quiet zone, which a bar code needs at its two ends only.
    var white: Box {
        let aside = Double(quietModules) * moduleWidth
        let above = modules.height > 1 ? aside : 0
        return Box(
            left: black.left - aside, top: black.top - above, width: black.width + 2 * aside,
            height: black.height + 2 * above)
    }
}
