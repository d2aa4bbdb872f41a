import Promotions
import Testing

@Suite("The mail that brings a coupon")
struct MailWordsTests {
    @Test(
        "the letter speaks the words' own language",
        arguments: LocalePack.all.map(\.language))
    func languages(language: String) {
        let letter = LocalePack.pack(for: language).mail(
            issuer: "Larkspur", offer: "Pastry {issuer}", deadline: "D", link: "L")
        #expect(letter.subject.contains("Larkspur") && !letter.subject.contains("{"))
        #expect(letter.text.contains("Pastry {issuer}\nD\n") && letter.text.contains("\nL\n"))
        let english = LocalePack.pack(for: "en").mail(issuer: "Larkspur", offer: "Pastry", deadline: "D", link: "L")
        #expect(language == "en" || letter.subject != english.subject)
    }

    @Test("a letter that could not be sent waits longer each time, an hour at most")
    func pauses() {
        #expect([1, 2, 3, 7, 8, 500].map { Mail.pauseSeconds(after: $0) } == [30, 60, 120, 1_920, 3_600, 3_600])
    }
}
