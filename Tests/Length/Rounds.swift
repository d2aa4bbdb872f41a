import Glibc

/// How often a random test repeats: `usual` times, or twenty times that under `scripts/test --long`.
public func rounds(_ usual: Int) -> Int {
    getenv("FOOTFALL_LONG") == nil ? usual : usual * 20
}
