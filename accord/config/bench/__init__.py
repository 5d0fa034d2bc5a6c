"""The figures of Accord, measured on the machine at hand: `accord bench`.

Each is a ratio against a plain way of doing the same in the same run, or stands against a fixed bound. It works in homes
and databases of its own, which it makes anew.
"""
