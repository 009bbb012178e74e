/** Errors of the sandbox itself: why it cannot start. What its services refuse are answers, not errors. */
import { type ErrorCatalogue, errorMaker } from '../core/index.ts'

export const sandboxErrors = {
  SANDBOX_PORT_TAKEN: {
    exit: 1,
    retry: 'never',
    message: 'port {port} for {service} cannot be used: {reason}',
    cause:
      'Another program, perhaps another sandbox, listens there, or the port needs more rights.',
    solution: 'Give another port with `{option}`, or 0 to pick a free one.',
  },
  SANDBOX_FOLDER_UNUSABLE: {
    exit: 50,
    retry: 'never',
    message: 'folder {path} cannot hold the state of the sandbox: {reason}',
    cause: 'The folder cannot be created, or its files cannot be written.',
    solution: 'Choose another folder with `--data`, or correct its permissions.',
  },
  SANDBOX_FOLDER_TAKEN: {
    exit: 50,
    retry: 'later',
    message: 'another sandbox works with folder {path}',
    cause: 'Two sandboxes on one folder would overwrite what the other one keeps.',
    solution:
      'Use the sandbox that runs, end it, or choose another folder with `--data`; the folder is free at once when its owner is gone.',
  },
  SANDBOX_STATE_DAMAGED: {
    exit: 50,
    retry: 'never',
    message: 'the state of the sandbox in {path} cannot be read: {reason}',
    cause: 'A file in the folder was changed by something else than the sandbox.',
    solution: 'Remove the folder to start afresh, or choose another one with `--data`.',
  },
  SANDBOX_FAULT_INVALID: {
    exit: 2,
    retry: 'never',
    message: 'fault setting cannot be used: {reason}',
    cause:
      'A fault is one JSON object, or an array of them, with a kind and the values of that kind.',
    solution: 'Correct the value of `--fault`, for example `{example}`.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const sandboxError = errorMaker(sandboxErrors)
