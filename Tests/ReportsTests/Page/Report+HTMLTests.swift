import Foundation
import Reports
import Testing

@Suite struct ReportHTMLTests {
  @Test func aPageNeedsNothingBesideIt() throws {
    let page = try Examples.report().html()
    #expect(page.hasPrefix("<!DOCTYPE html>"))
    // The only address is the name of a format.
    let addresses = page.replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!addresses.contains("http://") && !addresses.contains("https://"))
    #expect(!page.contains("<link") && !page.contains("@import") && !page.contains("url("))
    for image in page.matches(of: /<img[^>]*>/) {
      #expect(image.output.contains("src=\"data:image/png;base64,"))
      #expect(image.output.contains(/alt="[^"]+"/))
    }
    #expect(page.contains("<title>A &amp; B</title>"))
  }

  @Test func namesAreTextsAndNothingElse() throws {
    let page = try Examples.report(classes: ["</script><b>x", "\"&", "hP"]).html()
    #expect(!page.contains("<b>x"))
    let data = try #require(page.firstMatch(of: /id="report-data">(.*)<\/script>/)).output.1
    let object = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
    let classes = object?["classes"] as? [[String: Any]]
    #expect(classes?.map { $0["name"] as? String } == ["</script><b>x", "\"&", "hP"])
    #expect((object?["confusion"] as? [[Int]])?.joined().reduce(0, +) == 40)
    #expect((object?["errors"] as? [Any])?.count == 8)
  }

  @Test func sectionsWithoutContentAreLeftOut() throws {
    func sections(_ page: String) -> [String] { page.matches(of: /<section id="([a-z]+)"/).map { String($0.output.1) } }
    let all = [
      "summary", "curves", "confusion", "classes", "confidence", "specimens", "errors", "data", "preprocessing",
      "network", "origin",
    ]
    let whole = try Examples.report().html()
    #expect(sections(whole) == all)
    for id in all { #expect(whole.contains("<a href=\"#\(id)\">")) }
    let plain = Report(title: "A", subject: "B", evaluation: try Examples.evaluation()).html()
    #expect(sections(plain) == ["summary", "confusion", "classes", "confidence", "specimens", "origin"])
  }

  @Test func everyTextIsEscaped() throws {
    var report = try Examples.report()
    let hostile = #"<i>"&"#
    (report.title, report.subject, report.network, report.options) = (hostile, hostile, hostile, hostile)
    report.parts = [hostile, "test"]
    report.counts = [.init(name: hostile, specimens: 1, patterns: [2, 3])]
    report.steps = [.init(name: hostile, image: Examples.image(1))]
    report.facts = [.init(hostile, hostile)]
    let page = report.html()
    #expect(!page.contains("<i>"))
    // Title and heading, subject, network, options, part, class, the step's text and caption, fact.
    #expect(page.matches(of: /&lt;i&gt;&quot;&amp;/).count == 11)
  }

  @Test func countsOfTheDataAddUp() throws {
    var report = try Examples.report()
    report.parts = ["training", "test"]
    report.counts = [
      .init(name: "cF", specimens: 1, patterns: [2, 3]), .init(name: "cI", specimens: 4, patterns: [5, 6]),
    ]
    let page = report.html()
    #expect(page.contains("<tfoot><tr><th scope=\"row\">all</th><td>5</td><td>7</td><td>9</td></tr></tfoot>"))
  }

  @Test(.enabled(if: browser != nil, "no Chromium on this machine opens the page"))
  func aBrowserShowsItAndCanBeClickedThrough() throws {
    let browser = try #require(Self.browser)
    // The page is used as a person would, and then says in its title what it shows.
    let script = """
      <script>
      const found = {};
      found.matrix = document.querySelectorAll("#confusion-table tbody button").length;
      found.share = document.querySelector("#confusion-table tbody button").textContent;
      const as = document.getElementById("confusion-as");
      as.value = "count"; as.dispatchEvent(new Event("change"));
      found.count = document.querySelector("#confusion-table tbody button").textContent;
      const wrong = [...document.querySelectorAll("#confusion-table tbody button:enabled")][1];
      wrong.click();
      found.dialog = document.getElementById("cell").open;
      found.title = document.getElementById("cell-title").textContent;
      found.pictures = document.querySelectorAll("#cell img").length;
      document.querySelector("#cell form button").click();
      found.closed = !document.getElementById("cell").open;
      const of = document.getElementById("confusion-of");
      of.value = "specimenConfusion"; of.dispatchEvent(new Event("change"));
      const one = document.querySelector("#confusion-table tbody button:enabled");
      one.click();
      found.specimen = document.getElementById("cell-title").textContent;
      found.own = [...document.querySelectorAll("#cell small")].map((file) => file.textContent);
      document.querySelector("#cell form button").click();
      of.value = "confusion"; of.dispatchEvent(new Event("change"));
      found.ticks = [...document.querySelectorAll("#chart-loss text")].map((text) => text.textContent);
      const heads = document.querySelectorAll("#class-table thead button");
      heads[2].click();
      found.first = document.querySelector("#class-table tbody td:nth-child(3)").textContent;
      heads[2].click();
      found.sort = document.querySelectorAll("#class-table thead th")[2].getAttribute("aria-sort");
      found.specimens = document.querySelectorAll("#specimen-table tbody tr").length;
      found.charts = document.querySelectorAll("svg[aria-label]").length;
      const svg = document.querySelector("#chart-loss svg");
      svg.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
      found.caption = document.querySelector("#chart-loss figcaption").textContent;
      found.gallery = document.querySelectorAll("#gallery canvas").length;
      found.wide = document.documentElement.scrollWidth <= window.innerWidth;
      document.title = JSON.stringify(found);
      </script></body>
      """
    let page = try Examples.report().html().replacing("</body>", with: script)
    let file = FileManager.default.temporaryDirectory.appending(
      path: "ednet-report-\(UUID().uuidString).html"
    )
    try Data(page.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    for width in [1280, 500] {
      let dump = try Self.dump(file, browser, width: width)
      let title = try #require(dump.firstMatch(of: /<title>(.*)<\/title>/)).output.1
      let json = title.replacing("&amp;", with: "&").replacing("&quot;", with: "\"")
      let found = try #require(
        try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
      )
      #expect(found["matrix"] as? Int == 9)
      #expect(found["share"] as? String == "79" && found["count"] as? String == "11")
      #expect(found["dialog"] as? Bool == true && found["closed"] as? Bool == true)
      #expect(found["title"] as? String == "cF classified as cI: 3 patterns")
      #expect(found["pictures"] as? Int == 3)
      #expect(found["first"] as? String == "84.6 %" && found["sort"] as? String == "ascending")
      #expect(found["specimens"] as? Int == 6)
      let (cell, own) = (found["specimen"] as? String, found["own"] as? [String])
      #expect(cell?.hasPrefix("cF classified as cF: ") == true, "\(cell ?? "none")")
      // Of the specimens of the cell all patterns, also those that were answered in another way.
      #expect(own?.isEmpty == false && own?.allSatisfy { $0.hasPrefix("cF/") } == true)
      let ticks = found["ticks"] as? [String]
      #expect(ticks?.allSatisfy { $0.count < 14 } == true, "\(ticks ?? [])")
      #expect(found["charts"] as? Int == 5)
      #expect((found["caption"] as? String)?.hasPrefix("epoch 1: 1") == true, "\(found)")
      #expect(found["gallery"] as? Int == 8)
      #expect(found["wide"] as? Bool == true, "nothing is wider than the window of \(width) pixels")
    }
  }

  private static let browser: String? = ["chromium", "chromium-browser", "google-chrome"]
    .flatMap { name in ["/usr/bin/", "/usr/local/bin/"].map { $0 + name } }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private static func dump(_ file: URL, _ browser: String, width: Int) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: browser)
    let profile = file.deletingPathExtension().path + "-\(width)"
    defer { try? FileManager.default.removeItem(atPath: profile) }
    process.arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(profile)",
      "--window-size=\(width),900", "--virtual-time-budget=2000", "--dump-dom",
      file.absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
