import ArgumentParser
import Foundation
import MessagePassing
import NeuralNetworks
import Pipelines

/// The processes of a command that `mpirun` may have started several times.
enum Processes {
  /// Does work in every process; only process 0 speaks.
  ///
  /// - Parameter work: the work, which all processes do together.
  /// - Throws: the work's error in a single process. In a group, an error ends all processes, and the user reads it
  ///   once.
  static func run(_ work: (any ProcessGroup) throws -> Void) throws {
    guard let group = try MPIProcessGroup.launched() else { return try work(SingleProcess()) }
    do { try work(group) } catch let status as ExitCode {
      // The error was reported already.
      group.stop()
      throw status
    } catch {
      // If process 0 has the error too, it ends the others before they speak.
      if group.rank > 0 { Thread.sleep(forTimeInterval: 2) }
      let place = group.rank > 0 && !isShared(error) ? "process \(group.rank) on \(group.host): " : ""
      StandardError.write("error: \(place)\(error)\n")
      group.abort(ExitCode.failure.rawValue)
    }
    group.stop()
  }

  /// True for an error that all processes throw and whose sentence names the process already.
  private static func isShared(_ error: any Error) -> Bool {
    if case TrainingError.unreadable(let cause) = error { return isShared(cause) }
    return error is ProcessFailure
  }

  /// The observer of a process: process 0 shows progress, the others only notice an interruption.
  static func observer(
    _ processes: any ProcessGroup,
    _ first: @autoclosure () throws -> any PipelineObserver
  ) rethrows
    -> any PipelineObserver
  { processes.rank == 0 ? try first() : Follower() }

  /// The store of a run's files in a folder, which process 0 writes.
  static func store(_ folder: String, _ processes: any ProcessGroup) -> any RunStore {
    let store = FolderRunStore(folder)
    return processes.count > 1 ? SharedRunStore(store, among: processes) : store
  }

  /// An observer that says nothing.
  private final class Follower: PipelineObserver {
    var isInterrupted: Bool { Interruption.isRequested }
    func receive(_ event: PipelineEvent) {}
  }
}
