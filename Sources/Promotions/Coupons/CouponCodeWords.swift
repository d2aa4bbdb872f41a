/// Words that no shopper should be asked to read to a cashier.
///
/// A code has no I, L, O and U, so digits are read as the letters they look like and V stands in for U;
/// words that need an L cannot occur.
enum RudeWords {
    private static let words = [
        "ANVS", "ARSE", "ASS", "BITCH", "CACA", "COCK", "CVM", "CVNT", "DICK", "DYKE", "FAG", "FVCK", "FVK", "GIPSY",
        "HOE", "JAP", "JEW", "KAFIR", "KKK", "NAZI", "NEGRO", "NIG", "PAKI", "PEDO", "PEE", "PENIS", "PIS", "POO",
        "PORN", "PRICK", "PVTA", "PVTO", "RAPE", "RETARD", "SEX", "SHIT", "SPIC", "TIT", "TRANNY", "TVRD", "VAGINA",
        "WANK", "WHORE",
    ]

    /// Letters by how they look: `1` and `0` are not in any word as themselves.
    private static func looks(_ symbol: UInt8) -> UInt8 {
        switch symbol {
        case UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "1"): UInt8(ascii: "I")
        case UInt8(ascii: "3"): UInt8(ascii: "E")
        case UInt8(ascii: "4"): UInt8(ascii: "A")
        case UInt8(ascii: "5"): UInt8(ascii: "S")
        default: symbol
        }
    }

    private static let appearance = Base32.alphabet.map(looks)

    /// The words by their first letter, because most places of most codes start none.
    private static let byInitial: [[[UInt8]]] = {
        var table = [[[UInt8]]](repeating: [], count: 128)
        for word in words {
            let letters = Array(word.utf8)
            table[Int(letters[0])].append(letters)
        }
        return table
    }()

    static func occur(in values: [UInt8]) -> Bool {
        let letters = values.map { appearance[Int($0)] }
        return letters.indices.contains { start in
            byInitial[Int(letters[start])].contains { letters[start...].starts(with: $0) }
        }
    }
}
