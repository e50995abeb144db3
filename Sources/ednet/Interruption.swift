import Dispatch
import Foundation
import Synchronization

/// Ctrl-C, as a question that can be asked: the first asks the work to end in order, the second ends the command.
final class Interruption: Sendable {
  private let requests = Atomic(0)
  private let source: any DispatchSourceSignal

  /// Begins to listen.
  init(message: String) {
    // The default action would end the process before the source is asked.
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { [unowned self] in
      if requests.add(1, ordering: .relaxed).oldValue == 0 {
        StandardError.write("\n\(message)\n")
      } else {
        exit(130)
      }
    }
    source.activate()
  }

  /// True once somebody has asked.
  var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Stops listening.
  func end() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
