import Testing

@Suite("the sources keep the rules of the house")
struct HouseTests {
    private func swift(_ rule: (HouseFile) -> [Complaint]) throws -> [Complaint] {
        let files = try House.swiftFiles()
        // A wrong root would find no files, and no complaint either.
        try #require(files.contains { $0.path == "Sources/Records/Database.swift" })
        return files.flatMap(rule)
    }

    private func tell(_ complaints: [Complaint]) -> Comment {
        Comment(rawValue: complaints.map(\.description).joined(separator: "\n"))
    }

    @Test("no file is longer than 400 lines, no test file than 500")
    func fileLength() throws {
        let complaints = try swift(SizeRules.fileLength)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("no function is longer than 70 lines")
    func functionLength() throws {
        let complaints = try swift(SizeRules.functionLengths)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("imports follow the arrows, and no room is allowed what it does not use")
    func arrows() throws {
        let files = try House.swiftFiles()
        let complaints = try swift(ArrowRules.imports) + ArrowRules.unused(files)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("no module shares its name with a type in it")
    func moduleNames() throws {
        let complaints = try swift(ArrowRules.modulesNamedLikeTypes)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("nothing says that it is unfinished")
    func unfinished() throws {
        let complaints = try House.files(in: ["Sources", "Tests", "sql", "scripts", "docker", ".ci"])
            .flatMap(WordRules.unfinishedWork)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("files, folders and types have names that say something")
    func names() throws {
        let complaints = try swift(WordRules.names)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("the language's escapes stay in two rooms, each with its reason")
    func escapes() throws {
        let complaints = try swift(WordRules.escapeHatches)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("no file knows a path of one machine")
    func machinePaths() throws {
        let complaints = try House.files(in: ["Sources", "Tests", "sql", "scripts", "docker", ".ci"])
            .flatMap(WordRules.machinePaths)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("migrations are numbered without gaps, and their constraints are named")
    func migrations() throws {
        let files = try House.files(in: ["sql/migrations"])
        try #require(files.count >= 7)
        let complaints =
            SQLAndScriptRules.numbering(files.map(\.name)) + files.flatMap(SQLAndScriptRules.constraintNames)
        #expect(complaints.isEmpty, tell(complaints))
    }

    @Test("scripts can be run")
    func scripts() throws {
        let files = try House.files(in: ["scripts", ".ci", "docker"])
        try #require(files.contains { $0.path == "scripts/test" })
        let complaints = files.flatMap(SQLAndScriptRules.runBits)
        #expect(complaints.isEmpty, tell(complaints))
    }
}
