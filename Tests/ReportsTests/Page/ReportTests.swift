import Reports
import SymmetryClassification
import Testing

@Suite struct ReportTests {
  @Test func picturesAreCapped() throws {
    let evaluation = try Examples.evaluation()
    let examples = Report.examples(of: evaluation, perCell: 2, limit: 5)
    #expect(examples.count == 5)
    // Errors come before correct answers.
    let wrong = examples.prefix {
      evaluation.predictions[$0].predictedClass != evaluation.predictions[$0].trueClass
    }
    #expect(wrong.count == 5)
    #expect(Report.examples(of: evaluation, perCell: 1, limit: 99).count == 6)
    let errors = Report.confidentErrors(of: evaluation, count: 3)
    let sure = errors.map { evaluation.predictions[$0].probabilities.max() ?? 0 }
    #expect(errors.count == 3 && sure == sure.sorted(by: >))
  }
}
