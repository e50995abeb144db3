import Foundation

extension Network: CustomStringConvertible {
  /// A table of layers, output shapes, parameters, and multiply-adds of one example in the forward pass.
  public var description: String {
    var rows = [["layer", "output", "parameters", "multiply-adds"]]
    rows.append(["input", "\(input)", "", ""])
    func add(_ plan: ExecutionPlan, indent: String) {
      for step in plan.steps {
        let isLeaf = step.branches.isEmpty
        let parameters = step.parameterRange.count
        let multiplyAdds = step.multiplyAdds
        rows.append([
          indent + (isLeaf ? "\(step.layer)" : type(of: step.layer).typeName), "\(step.outputShape)",
          isLeaf && parameters > 0 ? Self.grouped(parameters) : "",
          isLeaf && multiplyAdds > 0 ? Self.grouped(multiplyAdds) : "",
        ])
        for (name, branch) in zip(step.layer.branches.map(\.name), step.branches) where !branch.steps.isEmpty {
          rows.append([indent + "  \(name)", "", "", ""])
          add(branch, indent: indent + "    ")
        }
      }
    }
    add(plan, indent: "")
    rows.append(["total", "", Self.grouped(plan.parameterCount), Self.grouped(plan.multiplyAdds)])
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// A number with thousands separators.
  private static func grouped(_ number: Int) -> String {
    var result = ""
    for (i, digit) in String(number).reversed().enumerated() {
      if i > 0 && i.isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return String(result.reversed())
  }
}
