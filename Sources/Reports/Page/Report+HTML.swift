import Foundation
import SymmetryClassification

extension Report {
  /// The page as one self-contained HTML file.
  public func html() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    let json = (try? encoder.encode(ReportData(self))).map { String(decoding: $0, as: UTF8.self) }
    let sections = sections
    let links = sections.map { "<a href=\"#\($0.id)\">\($0.name)</a>" }.joined(separator: " ")
    // No text can end the script element that contains it.
    let data = (json ?? "{}").replacingOccurrences(of: "<", with: "\\u003c")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title.escaped)</title>
      <style>
      \(String(decoding: PackageResources.report_css, as: UTF8.self))</style>
      </head>
      <body>
      <header>
      <h1>\(title.escaped)</h1>
      <p class="subject">\(subject.escaped).</p>
      <nav aria-label="Sections">\(links)</nav>
      </header>
      <main>
      \(sections.map { section($0.id, $0.name, $0.content) }.joined(separator: "\n"))
      </main>
      <dialog id="cell" aria-labelledby="cell-title"><form method="dialog"><h2 id="cell-title"></h2>
      <button aria-label="Close">×</button></form><div class="pictures"></div></dialog>
      <script type="application/json" id="report-data">\(data)</script>
      <script>
      \(String(decoding: PackageResources.report_js, as: UTF8.self))</script>
      </body>
      </html>

      """
  }

  private typealias Section = (id: String, name: String, content: String)

  private func section(_ id: String, _ name: String, _ content: String) -> String {
    "<section id=\"\(id)\" aria-labelledby=\"\(id)-title\">\n<h2 id=\"\(id)-title\">\(name)</h2>\n" + content
      + "\n</section>"
  }

  private var sections: [Section] {
    var sections: [Section] = [("summary", "Summary", summary)]
    if !history.isEmpty {
      sections.append(
        (
          "curves", "Training",
          chart("loss", "Loss by epoch") + chart("accuracy", "Accuracy by epoch")
            + chart("rate", "Learning rate by epoch")
        )
      )
    }
    sections.append(("confusion", "Confusion matrix", confusion))
    sections.append(("classes", "Classes", "<div id=\"class-table\"></div>"))
    sections.append(
      (
        "confidence", "Confidence",
        chart("reliability", "Reliability: accuracy by probability of the answer")
          + chart("coverage", "Risk–coverage: error rate of the most confident answers by their share")
          + "<p class=\"note\">Calibrated probabilities lie on the dashed line: of answers of 80 %, four in five are "
          + "correct. The risk–coverage curve is the error rate if only the most confident answers are accepted.</p>"
      )
    )
    if !evaluation.specimens.isEmpty {
      sections.append(("specimens", "Specimens", "<div id=\"specimen-table\"></div>"))
    }
    if !gallery.isEmpty {
      sections.append(
        (
          "errors", "Confident errors",
          "<p>The errors of the greatest probability. Orange marks the regions that speak for the predicted class "
            + "(Grad-CAM).</p><div id=\"gallery\" class=\"pictures large\"></div>"
        )
      )
    }
    if !counts.isEmpty { sections.append(("data", "Data", data)) }
    if !steps.isEmpty { sections.append(("preprocessing", "Preprocessing", preprocessing)) }
    if let network { sections.append(("network", "Network", "<pre tabindex=\"0\">\(network.escaped)</pre>")) }
    sections.append(("origin", "Origin", origin))
    return sections
  }

  private func chart(_ id: String, _ label: String) -> String {
    "<figure class=\"chart\" id=\"chart-\(id)\" data-label=\"\(label)\"></figure>"
  }

  // MARK: Summary

  private func percent(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }

  private func card(_ name: String, _ value: Double, _ metric: EvaluationMetric, _ of: String) -> String {
    let interval = evaluation.bootstrap.intervals[metric].map {
      "95 % interval \(percent($0.low)) to \(percent($0.high))"
    }
    return "<div class=\"card\"><span class=\"name\">\(name)</span><strong>\(percent(value))</strong>"
      + "<span>\(interval ?? "no interval")</span><span class=\"of\">\(of)</span></div>"
  }

  private var summary: String {
    let metrics = evaluation.metrics
    func correct(_ metrics: ClassificationMetrics) -> String {
      let count = (metrics.scores.accuracy * Double(metrics.count)).rounded()
      return "\(Int(count)) of \(metrics.count)"
    }
    var cards = [
      card("accuracy", metrics.scores.accuracy, .accuracy, "\(correct(metrics)) patterns"),
      card("balanced accuracy", metrics.scores.balancedAccuracy, .balancedAccuracy, "mean recall of the classes"),
      card("top-2 accuracy", metrics.scores.top2, .top2, "among the two most probable classes"),
      card(
        "accuracy at half coverage",
        evaluation.curves.accuracyAtHalfCoverage,
        .accuracyAtHalfCoverage,
        "the most confident half of the patterns"
      ),
      card(
        "calibration error",
        evaluation.curves.calibrationError,
        .calibrationError,
        "0 is best; \(percent(evaluation.curves.noiseFloor)) expected by chance"
      ),
    ]
    if let specimens = evaluation.specimenMetrics {
      cards.insert(
        card(
          "accuracy of specimens",
          specimens.scores.accuracy,
          .specimenAccuracy,
          "\(correct(specimens)), all patterns of each fused"
        ),
        at: 1
      )
    }
    let unit =
      switch evaluation.bootstrap.unit {
      case .specimen: "specimens"
      case .image: "images"
      case .specimenOrImage: "specimens and images"
      }
    let notes = evaluation.notes.map { "<li>\($0.escaped).</li>" }.joined()
    return "<div class=\"cards\">" + cards.joined() + "</div>"
      + "<p class=\"note\">Intervals are from a bootstrap over \(evaluation.bootstrap.unitCount) \(unit).</p>"
      + (notes.isEmpty ? "" : "<ul class=\"note\">\(notes)</ul>")
  }

  // MARK: Tables

  private var confusion: String {
    let unit =
      evaluation.specimenMetrics == nil
      ? ""
      : "<label>of <select id=\"confusion-of\"><option value=\"confusion\">patterns</option>"
        + "<option value=\"specimenConfusion\">specimens</option></select></label>"
    return "<p class=\"controls\"><label>show <select id=\"confusion-as\">"
      + "<option value=\"share\">percent of the true class</option><option value=\"count\">counts</option>"
      + "</select></label>\(unit)</p><div id=\"confusion-table\" class=\"scroll\" tabindex=\"0\"></div>"
      + "<p class=\"note\">Rows are true classes, columns predicted ones. Click a cell to see its patterns.</p>"
  }

  private var data: String {
    let heads = ["class", "specimens"] + parts
    let rows = counts.map { count in
      "<tr><th scope=\"row\">\(count.name.escaped)</th><td>\(count.specimens)</td>"
        + count.patterns.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    let total = counts.reduce(into: [Int](repeating: 0, count: parts.count)) { sums, count in
      for (index, number) in count.patterns.enumerated() { sums[index] += number }
    }
    return "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>"
      + heads.map { "<th scope=\"col\">\($0.escaped)</th>" }.joined() + "</tr></thead><tbody>" + rows.joined()
      + "</tbody><tfoot><tr><th scope=\"row\">all</th><td>\(counts.reduce(0) { $0 + $1.specimens })</td>"
      + total.map { "<td>\($0)</td>" }.joined() + "</tr></tfoot></table></div>"
  }

  private var preprocessing: String {
    "<ol class=\"pictures large steps\">"
      + steps.map { step in
        "<li><figure><img src=\"\(Picture.grey(step.image))\" alt=\"an example pattern, "
          + "\(step.name.escaped)\"><figcaption>\(step.name.escaped)<br><small>\(step.image.width) × "
          + "\(step.image.height)</small></figcaption></figure></li>"
      }.joined() + "</ol>"
  }

  private var origin: String {
    "<dl>" + facts.map { "<dt>\($0.name.escaped)</dt><dd>\($0.value.escaped)</dd>" }.joined() + "</dl>"
      + (options.map { "<details><summary>All options</summary><pre tabindex=\"0\">\($0.escaped)</pre></details>" }
        ?? "")
  }
}

extension String {
  /// The text with HTML's special characters escaped.
  fileprivate var escaped: String {
    replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(
      of: ">",
      with: "&gt;"
    ).replacingOccurrences(of: "\"", with: "&quot;")
  }
}
