"""The hot folder: files that arrive are converted, and moved to where what is done or what failed lies.

A file that is whole is first taken: moved into a hidden folder of the inbox, where nobody writes to it and none of its
name is in its way. Its outputs are stored and its row is recorded before it is moved on. So a kill at any moment leaves
it in one of three places, and a restart does what is left to do, and nothing twice.
"""
