/// Pictures of a symbol as a camera may see it, drawn in the browser and given to our reader there.
enum QRScenes {
    static let kinds = ["flat", "turned", "tilted", "blurred", "dark", "small", "all of it"]
    /// Pictures of each kind.
    static let each = 6

    /// Takes the address of the symbol as SVG, that of the reader and a seed; gives a list of texts for each kind.
    static let script = """
        const [address, module, seed] = arguments
        const { decode } = await import(module)
        const symbol = new Image()
        symbol.src = URL.createObjectURL(await (await fetch(address)).blob())
        await symbol.decode()
        let state = seed
        const random = (from, to) => {
            state = (state + 0x6D2B79F5) | 0
            let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
            mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
            return from + (to - from) * ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
        }
        const draw = (kind) => {
            const is = (...kinds) => kinds.includes(kind) || kind === 'all of it'
            const side = kind === 'small' ? random(150, 190) : random(260, 330)
            const canvas = new OffscreenCanvas(640, 480), paper = canvas.getContext('2d')
            paper.fillStyle = '#8a8a8a'
            paper.fillRect(0, 0, 640, 480)
            if (is('blurred')) paper.filter = `blur(${kind === 'blurred' ? random(1, 2) : random(.5, 1)}px)`
            paper.translate(320, 240)
            if (is('turned', 'tilted')) paper.rotate(random(0, 2 * Math.PI))
            // Seen at an angle: each line is as wide as its distance lets it be.
            const near = is('tilted') ? random(.72, .9) : 1
            const flat = new OffscreenCanvas(640, 640), on = flat.getContext('2d')
            on.imageSmoothingEnabled = false
            on.drawImage(symbol, 0, 0, 640, 640)
            const steps = Math.round(side * 2)
            const tilted = new OffscreenCanvas(640, steps), to = tilted.getContext('2d')
            for (let step = 0; step < steps; step++) {
                const at = step / steps, width = 1 + (near - 1) * at
                to.drawImage(flat, 0, Math.min(639, 640 * at * near / width), 640, 1, 320 - 320 * width, step, 640 * width, 1)
            }
            paper.drawImage(tilted, -side / 2, -side / 2, side, side * (is('tilted') ? .9 : 1))
            const picture = paper.getImageData(0, 0, 640, 480)
            const light = is('dark') ? [random(.14, .2), random(.25, .4)] : [1, 1]
            for (let pixel = 0; pixel < picture.data.length; pixel += 4) {
                const across = pixel / 4 % 640 / 640, shade = light[0] + (light[1] - light[0]) * across
                const noise = is('dark') ? random(-8, 8) : random(-3, 3)
                for (let channel = 0; channel < 3; channel++)
                    picture.data[pixel + channel] = picture.data[pixel + channel] * shade + noise + (is('dark') ? 12 : 0)
            }
            return picture
        }
        return \(jsKinds).map((kind) => Array.from({ length: \(each) }, () => decode(draw(kind))))
        """

    private static var jsKinds: String { "[" + kinds.map { "'\($0)'" }.joined(separator: ", ") + "]" }
}
