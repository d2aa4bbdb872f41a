/// First in, first out, without moving everything at each step.
struct Line<Element>: Sequence {
    private var storage: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == storage.count }
    var count: Int { storage.count - head }

    var first: Element? {
        get { isEmpty ? nil : storage[head] }
        set { storage[head] = newValue }
    }

    mutating func append(_ element: Element) {
        storage.append(element)
    }

    mutating func removeFirst() {
        storage[head] = nil
        head += 1
        // Taking away the empty front only once it is half of all keeps the cost per element constant.
        if head * 2 >= storage.count, head >= 16 || isEmpty {
            storage.removeFirst(head)
            head = 0
        }
    }

    mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        storage = storage[head...].filter { !isUnwanted($0!) }
        head = 0
    }

    func makeIterator() -> some IteratorProtocol<Element> {
        storage[head...].lazy.map { $0! }.makeIterator()
    }
}
