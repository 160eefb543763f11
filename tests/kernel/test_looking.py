from viecthat.kernel.looking import looked, one_look


def test_asked_once_in_a_look_and_anew_outside():
    asked = []

    def ask():
        asked.append(1)
        return len(asked)

    assert (looked("a", ask), looked("a", ask)) == (1, 2)
    with one_look():
        assert (looked("a", ask), looked("a", ask), looked("b", ask)) == (3, 3, 4)
        with one_look():
            assert looked("a", ask) == 5
        assert looked("a", ask) == 3
    assert looked("a", ask) == 6


def test_a_page_looks_anew_each_time():
    asked = []

    @one_look()
    def page():
        return [looked("a", lambda: asked.append(1) or len(asked)) for _ in range(2)]

    assert (page(), page()) == ([1, 1], [2, 2])
