"""Plays one task of the clinic for a program that talks through pipes.

python bridge.py TASK SETTINGS: the settings are JSON; what the messages are is said in
src/gym.rs.
"""

import json
import os
import pathlib
import struct
import sys

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import tasks


def serve(environment, questions, answers):
    """Answers until there are no more questions."""
    (size,) = environment.observation_space.shape
    answers.write(struct.pack("<II", size, int(environment.action_space.n)))
    answers.flush()
    while len(question := questions.read(5)) == 5:
        kind, number = struct.unpack("<cI", question)
        reward, terminated, truncated = 0.0, False, False
        if kind == b"R":
            state, _ = environment.reset(seed=number)
        else:
            state, reward, terminated, truncated, _ = environment.step(number)
        answers.write(numpy.asarray(state, "<f4").tobytes())
        answers.write(struct.pack("<f??", reward, terminated, truncated))
        answers.flush()


def main():
    _, task, settings = sys.argv
    questions = sys.stdin.buffer
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(tasks.make(task, json.loads(settings)), questions, answers)


if __name__ == "__main__":
    main()
