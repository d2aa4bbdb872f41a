import HTTPTypes
import Promotions
import Synchronization
import Testing

/// What a script can see of whether a page is for everybody: labels, names, contrast, sizes, overflow, other hosts.
enum Audit {
    /// Of a page without a map, over the wire: files go out packed.
    static let bytesMax: Int64 = 100_000

    /// Looks at the page as it is now.
    static func check(
        _ browser: Browser, _ name: Comment, bytesMax: Int64 = Self.bytesMax,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let flaws = try await browser.run(script).elements?.compactMap(\.stringValue) ?? ["no answer"]
        #expect(flaws == [], name, sourceLocation: sourceLocation)
        try await browser.keepPicture("\(name)")
        let complaints = try await browser.complaints()
        #expect(complaints == [], name, sourceLocation: sourceLocation)
        let bytes = try await weight(of: browser)
        #expect(bytes <= bytesMax, "\(name): \(bytes) bytes", sourceLocation: sourceLocation)
    }

    /// Presses Tab until focus comes round, and sees where it has been.
    /// - Returns: what can be pressed or filled in and was not reached, or whose focus cannot be seen.
    static func unreached(_ browser: Browser) async throws -> [String] {
        let count = try await browser.run(
            """
            document.activeElement?.blur(); window.reached = new Set(); \(pressable)
            // Dates and times have a stop for each of their parts.
            return pressable().reduce((sum, e) => sum + (/date|time/.test(e.type) ? 7 : 1), 0)
            """)
        for _ in 0..<((count.integerValue ?? 0) + 3) {
            for type in ["keyDown", "keyUp"] {
                try await browser.devtools(
                    "Input.dispatchKeyEvent",
                    ["type": .string(type), "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9])
            }
            _ = try await browser.run(
                """
                const at = document.activeElement, look = getComputedStyle(at)
                if (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2) window.reached.add(at)
                """)
        }
        let missed = try await browser.run(
            """
            \(pressable)
            return pressable().filter(e => !window.reached.has(e) &&
                !(e.type === 'radio' && [...window.reached].some(o => o.name === e.name)))
                .map(e => e.outerHTML.slice(0, 120))
            """)
        return missed.elements?.compactMap(\.stringValue) ?? ["no answer"]
    }

    private static let pressable = """
        const pressable = () => [...document.querySelectorAll(
            'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && !e.closest('[inert]')
                && (!document.querySelector('dialog:modal') || e.closest('dialog:modal')))
        """

    /// What the page and all it asked for take over the wire. Of files the worker keeps a copy that is not packed: they
    /// count as the server sends them.
    private static func weight(of browser: Browser) async throws -> Int64 {
        let entries = try await browser.run(
            """
            return performance.getEntries().filter(e => 'transferSize' in e)
                .map(e => [new URL(e.name).pathname, Math.max(e.transferSize, e.encodedBodySize)])
            """)
        var sum: Int64 = 0
        for entry in entries.elements ?? [] {
            let path = entry[0]?.stringValue ?? ""
            if path.hasPrefix("/assets/") {
                sum += headBytes + Int64(try await packedSize(path, in: browser.world))
            } else {
                sum += entry[1]?.integerValue ?? 0
            }
        }
        return sum
    }

    /// As browsers count them.
    private static let headBytes: Int64 = 300

    private static func packedSize(_ path: String, in world: WebWorld) async throws -> Int {
        if let known = packedSizes.withLock({ $0[path] }) { return known }
        let size = try await world.get(path, headers: [.acceptEncoding: "gzip"]).body.count
        packedSizes.withLock { $0[path] = size }
        return size
    }

    /// An address holds its file's version.
    private static let packedSizes = Mutex<[String: Int]>([:])

    private static let script = """
        // What moves is looked at when it has come to rest; what never rests is no text.
        await Promise.all(document.getAnimations()
            .filter(a => a.effect.getComputedTiming().iterations !== Infinity).map(a => a.finished.catch(() => {})))
        const flaws = [], say = (what, e) => flaws.push(what + ': ' + e.outerHTML.slice(0, 140))
        const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
        const name = e => (e.getAttribute('aria-label') || e.innerText || e.title || e.getAttribute('alt')
            || [...e.labels ?? []].map(l => l.innerText).join(' ')
            || document.getElementById(e.getAttribute('aria-labelledby'))?.innerText || '').trim()
        if (!document.documentElement.lang || !document.documentElement.dir) flaws.push('no language or direction')
        if (!document.title.trim()) flaws.push('no title')
        if ([...document.querySelectorAll('h1')].filter(seen).length !== 1) flaws.push('not exactly one h1')
        if (!document.querySelector('main')) flaws.push('no main')
        const ids = [...document.querySelectorAll('[id]')].map(e => e.id)
        for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) flaws.push('id twice: ' + id)
        for (const e of document.querySelectorAll('a[href], button, input, select, textarea, [role=button], dialog'))
            if (e.type !== 'hidden' && seen(e) && !name(e)) say('no name', e)
        for (const e of document.querySelectorAll('img')) if (!e.hasAttribute('alt')) say('no alt', e)
        for (const e of document.querySelectorAll('progress, meter')) if (seen(e) && !name(e)) say('no name', e)
        for (const e of document.querySelectorAll('[style]'))
            if (/color|font/.test(e.getAttribute('style'))) say('looks of its own', e)
        for (const e of document.querySelectorAll('button, a.button, input, select, textarea, summary')) {
            if (!seen(e) || ['checkbox', 'radio', 'file', 'range'].includes(e.type)) continue
            const box = e.getBoundingClientRect()
            // A till is pressed without looking.
            const least = document.body.classList.contains('till') ? 64 : 48
            if (box.height < least - .5 || box.width < least - .5) say(`smaller than ${least} px`, e)
        }
        // A phone zooms out for what is too wide, and innerWidth grows with it.
        const width = document.documentElement.clientWidth
        if (document.documentElement.scrollWidth > width + 1)
            flaws.push('wider than the screen: ' + [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.scrolls')).slice(0, 3)
                .map(e => e.outerHTML.slice(0, 90)).join(' | '))
        const color = text => {
            const numbers = text.match(/[\\d.]+(e-?\\d+)?/g)?.map(Number) ?? [0, 0, 0, 0]
            const [r, g, b, a = 1] = numbers
            return text.startsWith('color(srgb') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]
        }
        const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1)
        const ground = e => {
            const layers = []
            for (let at = e; at; at = at.parentElement) {
                layers.push(color(getComputedStyle(at).backgroundColor))
                if (layers.at(-1)[3] === 1) break
            }
            return layers.reduceRight((under, top) => over(top, under), [255, 255, 255, 1])
        }
        const light = c => {
            const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            return .2126 * r + .7152 * g + .0722 * b
        }
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        while (walk.nextNode()) {
            const e = walk.currentNode.parentElement
            if (!walk.currentNode.data.trim() || !seen(e) || e.closest(':disabled, [aria-busy=true], script, style'))
                continue
            const look = getComputedStyle(e), under = ground(e), text = over(color(look.color), under)
            const [high, low] = [light(text), light(under)].sort((a, b) => b - a), ratio = (high + .05) / (low + .05)
            const size = parseFloat(look.fontSize), isLarge = size >= 24 || (size >= 18.66 && look.fontWeight >= 700)
            if (ratio < (isLarge ? 3 : 4.5)) say('contrast ' + ratio.toFixed(2), e)
        }
        for (const e of performance.getEntriesByType('resource'))
            if (new URL(e.name).origin !== location.origin && !e.name.startsWith('blob:')) flaws.push('asks ' + e.name)
        return flaws
        """
}
