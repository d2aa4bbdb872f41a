import Glibc

/// How often a random test repeats: `usual` times, or twenty times that under `scripts/test --long`.
public func rounds(_ usual: Int) -> Int {
    getenv("FOOTFALL_LONG") == nil ? usual : usual * 20
}

/// As above, where the long form has a number of its own.
public func rounds(_ usual: Int, long: Int) -> Int {
    getenv("FOOTFALL_LONG") == nil ? usual : long
}
