import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("a shop's first day, in the browser alone", .serialized)
struct StoryTests {
    @Test(
        "somebody signs a shop up, puts it on the map, launches an offer and sets a till up; a shopper checks in; the till takes the coupon once; the results say so"
    )
    func firstDay() async throws {
        try await WebWorld.with(over: .live, signsUpRetailers: true) { world in
            var (till, coupon) = ("", "")
            try await Browser.with(world, .desktop) { browser in
                try await signUp(browser)
                try await addStore(browser)
                try await launch(browser)
                till = try await setUpTill(browser)
            }
            try await Browser.with(world) { coupon = try await visit($0) }
            try await Browser.with(world) { try await redeem(coupon, by: till, $0) }
            try await Browser.with(world, .desktop) { browser in
                try await browser.open("/console/sign-in")
                try await browser.type("bo@corner.example", into: "input[name=email]")
                try await browser.type("open at six already", into: "input[name=password]")
                try await browser.press("form button")
                try await browser.wait(for: "h1", saying: "Campaigns")
                try await browser.open("/console/results")
                try await browser.press("main table a")
                try await browser.wait(for: "main", saying: "Pastry morning")
                try await browser.wait(for: "figure.chart")
                try await Audit.check(browser, "results of the first day")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
            #expect(try await world.count("select count(*) from coupons") == 1)
            #expect(try await world.count("select count(*) from retailers") == 2)
        }
    }

    private func signUp(_ browser: Browser) async throws {
        try await browser.open("/console/sign-in")
        try await browser.press("a[href='/console/sign-up']")
        try await browser.type("Corner Bakery", into: "input[name=retailer]")
        try await browser.type("Bo", into: "input[name=name]")
        try await browser.type("bo@corner.example", into: "input[name=email]")
        try await browser.type("open at six already", into: "input[name=password]")
        try await browser.press("form button")
        try await browser.wait(for: "h2", saying: "No campaigns yet")
    }

    private func addStore(_ browser: Browser) async throws {
        try await browser.open("/console/stores")
        try await browser.press(".empty a.button")
        try await browser.wait(for: ".leaflet-container")
        try await browser.type("West Portal", into: "[name=name]")
        try await browser.fill("37.7397", into: "[name=latitude]")
        try await browser.fill("-122.4673", into: "[name=longitude]")
        try await browser.fill("America/Los_Angeles", into: "[name=time_zone]")
        try await browser.press("button[type=submit]")
        try await browser.wait(for: "h1", saying: "West Portal")
    }

    private func launch(_ browser: Browser) async throws {
        try await browser.open("/console/campaigns/new")
        try await browser.wait(for: "#undrawn")
        try await browser.type("Pastry morning", into: "#f-name")
        _ = try await browser.run(
            """
            const reward = document.querySelector('#f-reward')
            reward.value = 'free_item'
            reward.dispatchEvent(new Event('change', { bubbles: true }))
            """)
        try await browser.type("Pastry", into: "#f-item")
        try await browser.type("A free pastry with your coffee", into: "#f-headline")
        try await browser.type("One for each customer, while they last.", into: "#f-terms")
        try await browser.type("1", into: "#f-each")
        try await browser.wait(for: "#drawn")
        _ = try await browser.complaints()
        try await browser.press("form button[type=submit]")
        try await browser.wait(for: "#findings h3")
        try await browser.open("/console/campaigns")
        try await browser.press(".campaigns a")
        try await browser.wait(for: "#drawn")
        try await browser.press("#orders button")
        try await browser.press("dialog button")
        try await browser.wait(for: "h1 + .row .chip", saying: "Running")
    }

    /// - Returns: what makes a device its till.
    private func setUpTill(_ browser: Browser) async throws -> String {
        try await browser.open("/console/tills")
        try await browser.press("#new-till")
        try await browser.type("Till 1", into: "dialog input[name=name]")
        try await browser.press("dialog button[type=submit]")
        try await browser.wait(for: "dialog h2", saying: "Till 1 waits for its device")
        return try #require(
            try await browser.run("return document.querySelector('dialog .copy input').value").stringValue)
    }

    /// - Returns: the code on the shopper's coupon.
    private func visit(_ browser: Browser) async throws -> String {
        try await browser.stand(latitude: 37.73975)
        try await browser.open("/")
        try await browser.press("main button.wide")
        try await browser.wait(for: ".offer h3", saying: "A free pastry")
        try await browser.press("#check-in")
        try await browser.press("dialog button.wide")
        try await browser.wait(for: ".verdict h1", saying: "You’re in")
        try await browser.press("a.coupon")
        try await browser.wait(for: ".paper .typed")
        return try #require(
            try await browser.run("return document.querySelector('.paper .typed').innerText").stringValue)
    }

    private func redeem(_ coupon: String, by till: String, _ browser: Browser) async throws {
        try await browser.open("/till")
        try await browser.type(till, into: "input[name=enrolment]")
        try await browser.press("form button")
        for (answer, isGood) in [("Good", true), ("This one was used", false)] {
            try await browser.wait(for: "#code")
            try await browser.type(coupon, into: "#code")
            try await browser.press("form button")
            try await browser.wait(for: ".answer-screen", saying: answer)
            if isGood {
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen h1", saying: "Redeemed")
                try await browser.press(".actions button")
            }
        }
    }
}
